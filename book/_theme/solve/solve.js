/* One exercise in the browser: begins when the reader says so, and never puts an old copy before a new release in silence.
   JupyterLite keeps a learner's files in the browser's database and shows them instead of the site's own. This script
   reads the release that a saved copy was made from, and moves the copy aside when the learner starts anew. */
(() => {
  const { path, release, sources, words, language } = JSON.parse(document.getElementById("exercise").textContent);
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), start = byId("start"), anew = byId("anew"), leave = byId("leave"), note = byId("copy");
  if (!location.protocol.startsWith("http")) {
    byId("folder").hidden = false;
    return;
  }

  /* JupyterLite's own names: its storage is called after the address of lite/, its table of files is "files". */
  const DATABASE = `JupyterLite Storage - ${new URL("..", location).pathname}`;
  const TABLES = ["files", "checkpoints"];

  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  /* The database with both tables, or nothing: opening one that is not there would make an empty one. */
  async function storage() {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === DATABASE)) return null;
    const database = await settled(indexedDB.open(DATABASE));
    if (TABLES.every((table) => database.objectStoreNames.contains(table))) return database;
    database.close();
    return null;
  }

  async function withStorage(use) {
    const database = await storage();
    if (!database) return null;
    try { return await use(database); } finally { database.close(); }
  }

  const savedCopy = () => withStorage((database) => settled(database.transaction("files").objectStore("files").get(path)));

  function asideName(copy) {
    const saved = new Date(copy.last_modified || Date.now());
    const digits = (number) => String(number).padStart(2, "0");
    const day = [saved.getFullYear(), digits(saved.getMonth() + 1), digits(saved.getDate())].join("-");
    const time = [saved.getHours(), saved.getMinutes(), saved.getSeconds()].map(digits).join("");
    return path.replace(/\.ipynb$/, `-${day}-${time}.ipynb`);
  }

  function moveAside(copy) {
    const moved = asideName(copy);
    return withStorage((database) => new Promise((resolve, reject) => {
      const change = database.transaction(TABLES, "readwrite");
      change.oncomplete = resolve;
      change.onerror = change.onabort = () => reject(change.error);
      change.objectStore("files").put({ ...copy, path: moved, name: moved.split("/").pop() }, moved);
      for (const table of TABLES) change.objectStore(table).delete(path);
    }));
  }

  const agreed = () => { try { return localStorage.getItem("solve-sources") === sources; } catch { return false; } };

  function open() {
    try { localStorage.setItem("solve-sources", sources); } catch { /* a private window: asked again next time */ }
    const frame = document.createElement("iframe");
    frame.title = words.frame;
    frame.src = `notebooks/index.html?path=${encodeURIComponent(path)}`;
    panel.hidden = true;
    leave.hidden = false;
    panel.after(frame);
    frame.focus();
  }

  /* Show the choices; go straight on where there is nothing to choose and the reader has agreed to the sources before. */
  async function offer(mayOpen) {
    const copy = await savedCopy();
    const stale = copy && copy.content?.metadata?.course?.release !== release;
    if (mayOpen && agreed() && !stale) return open();
    note.hidden = anew.hidden = !copy;
    if (copy) {
      const when = new Date(copy.last_modified).toLocaleString(language);
      note.children[0].textContent = (stale ? words.stale : words.current).replace("{when}", when);
      note.children[1].textContent = words.moved.replace("{name}", asideName(copy).split("/").pop());
      anew.onclick = async () => { await moveAside(copy); open(); };
    }
    start.textContent = copy ? words.resume : words.start;
    byId("served").hidden = false;
    panel.hidden = false;
  }

  start.addEventListener("click", open);
  leave.addEventListener("click", async () => {
    document.querySelector("iframe").remove();
    leave.hidden = true;
    await offer(false);
    anew.focus();
  });
  offer(true);
})();
