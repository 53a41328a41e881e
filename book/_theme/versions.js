// Which terms the book was published for, oldest first. Every publish writes this file anew beside the terms' folders,
// so that a page of an old term knows of the newer ones although nothing in its own folder is ever changed.
{
  const terms = {{ terms|tojson }};
  const words = {
    en: { other: "Other terms:", old: (here) => `This is the book of ${here}. `, newest: (term) => `The newest is that of ${term}.` },
    ko: { other: "다른 학기:", old: (here) => `${here} 학기의 책입니다. `, newest: (term) => `${term} 학기의 새 책이 있습니다.` },
  }[document.documentElement.lang];
  const root = new URL(".", document.currentScript.src).href;
  const [here, ...page] = location.href.split(/[?#]/)[0].slice(root.length).split("/");
  const newest = terms.at(-1);
  const link = (term, text) => {
    const anchor = document.createElement("a");
    anchor.href = `${root}${term}/${page.join("/")}`;
    anchor.textContent = text;
    anchor.style.whiteSpace = "nowrap";
    return anchor;
  };
  if (words && terms.includes(here) && here !== newest) {
    // Search engines run scripts; the newest edition is the one to find.
    document.head.append(Object.assign(document.createElement("meta"), { name: "robots", content: "noindex" }));
    const notice = Object.assign(document.createElement("p"), { className: "admonition warning" });
    notice.append(words.old(here), link(newest, words.newest(newest)));
    document.querySelector("article")?.prepend(notice);
  }
  if (words && terms.length > 1) {
    const others = document.createElement("p");
    others.append(words.other);
    for (const term of terms.filter((name) => name !== here).reverse()) others.append(" ", link(term, term));
    document.querySelector(".site-footer")?.append(others);
  }
}
