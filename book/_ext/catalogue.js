/* A field that filters the catalogue of mistakes: every word must occur, in whatever order. What matches in its title
   stays folded; what matches further down is opened, so that the reader sees why it was found. */
const place = document.querySelector(".mistake-filter");
const mistakes = [...document.querySelectorAll("details.mistake")].map((element) => {
  const task = element.closest("section").querySelector(":is(h3, h4)").textContent;
  const title = `${task} ${element.querySelector("summary").textContent}`.toLowerCase();
  return { element, title, text: `${title} ${element.textContent.toLowerCase()}` };
});
const sections = [...document.querySelectorAll("article section:has(details.mistake)")].filter(
  (section) => section.querySelector(":scope > details.mistake, :scope > section > details.mistake"),
);

const label = document.createElement("label");
const field = document.createElement("input");
const found = document.createElement("output");
field.type = "search";
field.id = "mistake-filter";
field.autocomplete = "off";
label.htmlFor = found.htmlFor = field.id;
label.textContent = place.dataset.label;
place.append(label, field, found);

function say(number) {
  found.value = place.dataset.found.replace("{n}", number).replace("{all}", mistakes.length);
}

function filter() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let number = 0;
  for (const { element, title, text } of mistakes) {
    const matches = words.every((word) => text.includes(word));
    element.hidden = !matches;
    element.open = words.length > 0 && matches && !words.every((word) => title.includes(word));
    number += matches;
  }
  for (const section of sections) section.hidden = !section.querySelector("details.mistake:not([hidden])");
  say(number);
}

field.addEventListener("input", filter);
say(mistakes.length);
