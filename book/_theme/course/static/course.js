/* What every page does: theme, copy buttons, folded admonitions, the reader's place in the page, search.
   A classic script with `defer`, because browsers refuse to load module files from a folder or a USB stick. */
(() => {
  const html = document.documentElement;
  const dialog = document.querySelector(".search-dialog");
  const words = JSON.parse(dialog.dataset.words);

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  /* Theme: the system's until the reader chooses. */
  function themeSwitch() {
    const button = document.querySelector(".theme-switch");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const chosen = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
    const show = (theme) => {
      html.dataset.theme = theme;
      button.setAttribute("aria-pressed", theme === "dark");
    };
    show(html.dataset.theme);
    system.addEventListener("change", () => chosen() || show(system.matches ? "dark" : "light"));
    button.addEventListener("click", () => {
      const theme = html.dataset.theme === "dark" ? "light" : "dark";
      try { localStorage.setItem("theme", theme); } catch { /* a private window: the choice lasts for this page */ }
      show(theme);
    });
  }

  /* The language switch keeps the reader's place: headings have the same labels in both languages. */
  function languageSwitch() {
    const link = document.querySelector(".language-switch");
    link?.addEventListener("click", () => { link.hash = location.hash; });
  }

  function copyButtons() {
    for (const code of document.querySelectorAll("article div.highlight > pre")) {
      const button = element("button", { type: "button", class: "copy-button" }, words.copy);
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.textContent.trimEnd());
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 1500);
      });
      code.parentElement.append(button);
    }
  }

  /* `:class: dropdown` on admonitions, exercises and solutions. Open where there is no script. */
  function foldAdmonitions() {
    for (const block of document.querySelectorAll("article .admonition.dropdown")) {
      const title = block.querySelector(":scope > .admonition-title");
      if (!title || block.tagName === "DETAILS") continue;
      const folded = element("details", { class: block.className });
      if (block.id) folded.id = block.id;
      folded.append(element("summary", {}, title), ...block.childNodes);
      block.replaceWith(folded);
    }
  }

  /* Paper is light, and nothing can be unfolded on it. Afterwards the page is what it was. */
  function printing() {
    let before;
    addEventListener("beforeprint", () => {
      before ??= { theme: html.dataset.theme, folded: [...document.querySelectorAll("article details:not([open])")] };
      for (const details of before.folded) details.open = true;
      html.dataset.theme = "light";
    });
    addEventListener("afterprint", () => {
      for (const details of before.folded) details.open = false;
      html.dataset.theme = before.theme;
      before = undefined;
    });
  }

  /* An address that leads into something folded opens it. */
  function openTarget() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let opened = false;
    for (let details = target.closest("details"); details; details = details.parentElement.closest("details")) {
      opened ||= !details.open;
      details.open = true;
    }
    if (opened) target.scrollIntoView();
  }

  /* What scrolls sideways can be scrolled with the keyboard. A box is measured when the reader comes near it: to measure
     all of them at once would lay out the whole chapter before its first screen can be used. */
  function reachableScrollers() {
    const mark = (boxes) => {
      const wide = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);
      boxes.forEach((box, i) => { if (wide[i]) box.tabIndex = 0; else box.removeAttribute("tabindex"); });
    };
    const near = new IntersectionObserver(
      (entries) => mark(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target)),
      { rootMargin: "300% 0px" },
    );
    const boxes = [...document.querySelectorAll("article pre, article .math, .table-scroll")];
    const watch = () => { near.disconnect(); boxes.forEach((box) => near.observe(box)); };
    watch();
    addEventListener("load", watch);
    addEventListener("resize", watch);
  }

  /* Mark the heading that is being read in "On this page". */
  function followReader() {
    const links = new Map();
    for (const link of document.querySelectorAll(".page-contents a")) {
      const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section) links.set(section, link);
    }
    if (!links.size) return;
    const visible = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) visible[isIntersecting ? "add" : "delete"](target);
      const current = [...links.keys()].filter((section) => visible.has(section)).pop();
      if (!current) return;
      for (const [section, link] of links) {
        if (section === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
        link.parentElement.classList.toggle("reading", section.contains(current));
      }
    }, { rootMargin: "-80px 0px -70% 0px" });
    for (const section of links.keys()) observer.observe(section);
  }

  /* Search. On a server, Pagefind's index of the whole site; in a folder, where browsers let no script fetch a file,
     Sphinx's own index, which is a script: less clever, but it finds. Both give [{ title, where, url, excerpt }]. */
  const served = html.dataset.pagefind && location.protocol.startsWith("http");
  let engine;

  async function pagefindEngine() {
    const pagefind = await import(new URL(html.dataset.pagefind, location.href));
    await pagefind.init();
    return async (query) => {
      const { results } = await pagefind.search(query);
      const pages = await Promise.all(results.slice(0, 8).map((result) => result.data()));
      return pages.flatMap((page) => (page.sub_results.length ? page.sub_results : [page]).slice(0, 3).map((part) => ({
        title: part.title || page.meta.title, where: page.meta.title, url: part.url.replace(/--title$/, ""), excerpt: part.excerpt,
      })));
    };
  }

  async function sphinxEngine() {
    const root = html.dataset.contentRoot;
    const index = await new Promise((resolve, reject) => {
      window.Search = { setIndex: resolve };
      document.head.append(Object.assign(document.createElement("script"), {
        src: `${root}searchindex.js`, onerror: () => reject(new Error("searchindex.js is missing")),
      }));
    });
    const address = (page, anchor) => `${root}${index.docnames[page]}.html${anchor ? `#${anchor}` : ""}`;
    return async (query) => {
      const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
      const matches = (text) => wanted.every((word) => text.includes(word));
      const headings = Object.entries(index.alltitles).filter(([title]) => matches(title.toLowerCase()))
        .flatMap(([title, places]) => places.map(([page, anchor]) => (
          { title, where: index.titles[page], url: address(page, anchor), excerpt: "" })));
      const terms = Object.entries({ ...index.terms, ...index.titleterms });
      const pagesWith = (word) => new Set(terms
        .filter(([term]) => term.includes(word) || (term.length > 3 && word.startsWith(term)))
        .flatMap(([, pages]) => pages));
      const pages = wanted.map(pagesWith).reduce((a, b) => new Set([...a].filter((page) => b.has(page))));
      const listed = new Set(headings.map((heading) => heading.where));
      return [...headings, ...[...pages].map((page) => (
        { title: index.titles[page], where: index.titles[page], url: address(page), excerpt: "" }))
        .filter((page) => !listed.has(page.title))].slice(0, 20);
    };
  }

  function listed({ title, where, url, excerpt }) {
    const link = element("a", { href: url }, element("strong", {}, title));
    if (where !== title) link.append(element("small", {}, where));
    if (excerpt) {
      const text = element("span");
      text.innerHTML = excerpt; // Pagefind's own: the text escaped, the words found in <mark>
      link.append(text);
    }
    return element("li", {}, link);
  }

  function mountSearch(container) {
    const input = element("input", {
      type: "search", "aria-label": words.label, placeholder: words.label, autocomplete: "off", spellcheck: "false",
    });
    const status = element("p", { role: "status", class: "search-status" });
    const list = element("ol", { class: "search-results" });
    container.append(input, status, list);
    let asked = 0;
    const search = async () => {
      const query = input.value.trim(), mine = ++asked;
      engine ??= served ? pagefindEngine() : sphinxEngine();
      const results = query ? await (await engine)(query) : [];
      if (mine !== asked) return;
      list.replaceChildren(...results.map(listed));
      status.textContent = !query ? "" : results.length ? words.found.replace("{n}", results.length) : words.none;
    };
    input.addEventListener("input", search);
    container.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const stops = [input, ...list.querySelectorAll("a")];
      stops[stops.indexOf(document.activeElement) + step]?.focus();
      event.preventDefault();
    });
    container.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
    return { input, search };
  }

  function searching() {
    const page = document.querySelector(".search-page");
    if (page) {
      const { input, search } = mountSearch(page);
      input.value = new URLSearchParams(location.search).get("q") ?? "";
      search();
      input.focus();
    }
    let inDialog;
    const open = (event) => {
      event.preventDefault();
      if (page) return page.querySelector("input").focus();
      inDialog ??= mountSearch(dialog);
      dialog.showModal();
      inDialog.input.select();
    };
    document.querySelector(".search-open").addEventListener("click", open);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const asks = (event.key === "/" && !event.ctrlKey && !event.metaKey && !typing)
        || (event.key === "k" && (event.ctrlKey || event.metaKey));
      if (asks && !dialog.open) open(event);
    });
  }

  themeSwitch();
  languageSwitch();
  copyButtons();
  foldAdmonitions();
  printing();
  openTarget();
  addEventListener("hashchange", openTarget);
  reachableScrollers();
  followReader();
  searching();
})();
