// Only `python book/site.py watch` puts this into a page. VERSION is the build that the page was read from.
{
  const note = document.createElement("pre");
  note.id = "watch-note";
  note.setAttribute("role", "status");
  note.style.cssText =
    "position:fixed;inset:auto 0 0;z-index:99;margin:0;padding:1rem;max-height:50vh;overflow:auto;" +
    "white-space:pre-wrap;background:#7a1f1f;color:#fff;font:14px/1.4 monospace";
  note.hidden = true;
  document.body.append(note);
  new EventSource("/watch-events").onmessage = ({ data }) => {
    const { version, broken } = JSON.parse(data);
    note.hidden = !broken;
    note.textContent = broken;
    if (version !== VERSION) location.reload();
  };
}
