"""The whole book of one language as one document, to be printed: title page, contents, and the site's pages in order.

Printed pages are the site's own: same words, same formulas, same style sheet. What a reader of paper cannot do is
replaced by what that reader can: figures are drawn instead of rastered, playgrounds show their picture and their
address, folded answers stand at the end of their chapter, and a link to another place says the page on which it is.
Links within the book lead to places of this document, all others to the published site.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

from .places import BOOK, SiteError
from .settings import Part

STYLE = BOOK / "publishing" / "paper.css"
CONTENTS = "contents"
# Ids of the site's pages are unique within a page only; attributes that name one, or several separated by spaces.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
SCREEN_ONLY = ("script", "style", "noscript", "button", "iframe", "form", "input", "dialog", "template")
LEFT_OUT = ("headerlink", "toctree-wrapper", "mistake-filter", "copy-button")
WORDS = {
    "en": {
        "contents": "Contents",
        "about": "About this book",
        "address": "This book on the web, with its playgrounds and its exercises:",
        "licence": "Text and figures: CC BY 4.0. Code: MIT.",
        "answers": "Answers",
        "page": "p. {}",
        "playground": "On the web this picture is a playground, to try things out in:",
        "edition": "The printed edition",
        "differences": (
            "This is the book of the web in another form. The number in a blue circle is that of an answer at the end "
            "of the chapter, for after you have thought; a playground is a picture with the address at which it moves; "
            "and the code of the figures, folded on the web, is left out."
        ),
    },
    "ko": {
        "contents": "차례",
        "about": "이 책에 대하여",
        "address": "웹에서 읽는 책(놀이터와 과제가 있습니다):",
        "licence": "글과 그림은 CC BY 4.0, 코드는 MIT 라이선스를 따릅니다.",
        "answers": "답",
        "page": "{}쪽",
        "playground": "웹에서는 이 그림을 직접 움직여 볼 수 있습니다:",
        "edition": "인쇄판에 대하여",
        "differences": (
            "웹에서 읽는 책과 내용은 같고 모습만 다릅니다. 파란 동그라미 속의 숫자는 장 끝에 있는 답의 번호이니, "
            "먼저 생각해 본 뒤에 찾아보세요. 놀이터는 그림으로 싣고, 움직여 볼 수 있는 주소를 함께 "
            "적었습니다. 웹에서 접어 두는 그림용 코드는 뺐습니다."
        ),
    },
}


@dataclass(frozen=True)
class Heading:
    """An entry of the outline: where it leads, what it says in plain text, and what stands under it."""

    target: str
    text: str
    under: list[Heading] = field(default_factory=list)


@dataclass(frozen=True)
class Edition:
    """What the title page says, and where the book is on the web."""

    language: str
    title: str
    authors: str
    term: str
    address: str

    @property
    def words(self) -> Mapping[str, str]:
        """The words around the text."""
        return WORDS[self.language]

    def on_the_web(self, path: str) -> str:
        """The address of a file of the site, named from the folder of the language."""
        return urljoin(f"{self.address}/{self.language}/", path)


def has_class(element: HtmlElement, name: str) -> bool:
    return name in (element.get("class") or "").split()


def with_class(root: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements under `root` that have a class."""
    return list(root.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def element(markup: str) -> HtmlElement:
    """One element from its markup."""
    return html.fragment_fromstring(markup)


def escaped(text: str) -> str:
    """Text as it stands in markup, in quoted attributes too."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def place(page: str, anchor: str = "") -> str:
    """The id in the whole book of a page, or of an id on it."""
    return f"{page}--{anchor}" if anchor else page


def page_number(target: str) -> str:
    """The markup for the number of the page on which `target` stands; `number_pages` fills it in."""
    return f'<span class="page-number" data-of="{escaped(target)}"></span>'


def plain_text(element: HtmlElement) -> str:
    """What an element says, with formulas as a reader would type them."""
    spoken = copy.deepcopy(element)
    for unsaid in [*with_class(spoken, "katex-html"), *with_class(spoken, "headerlink"), *spoken.iter("annotation")]:
        unsaid.drop_tree()
    return " ".join(spoken.text_content().split())


# --- One page becomes a chapter ---------------------------------------------------------------------------------------


def built_article(file: Path) -> HtmlElement:
    """The article of a page of the site."""
    parsed = html.parse(str(file), parser=html.HTMLParser(encoding="utf-8")).getroot() if file.is_file() else None
    article = parsed.find(".//article") if parsed is not None else None
    if article is None:
        raise SiteError(f"The site has no page {file}, which the book has. Build it first: python book/site.py build")
    return article


def chapter(page: str, file: Path, edition: Edition) -> HtmlElement:
    """The article of a page, made to stand in the whole book."""
    article = built_article(file)
    article.attrib.clear()
    article.set("id", page)
    article.set("class", "chapter")
    unwanted = [*article.iter(*SCREEN_ONLY), *(found for name in LEFT_OUT for found in with_class(article, name))]
    sentences = (link.getparent() for link in with_class(article, "take-away"))
    unwanted += dict.fromkeys(sentences)  # one sentence may hold several links
    for element_of_screen in unwanted:
        element_of_screen.drop_tree()
    show_playgrounds(article, page, edition)
    leave_out_drawing(article)
    collect_answers(article, edition.words)
    unfold(article)
    group_mistakes(article)
    keep_short_code_whole(article)
    say_formulas(article)
    rename_ids(article, page)
    return article


def show_playgrounds(article: HtmlElement, page: str, edition: Edition) -> None:
    """The picture that stands for a playground, and where the playground itself is."""
    for playground in [found for found in article.iter() if re.fullmatch(r"fb-[a-z0-9-]+-playground", str(found.tag))]:
        anchors = playground.xpath("ancestor::section[@id][1]/@id")
        address = edition.on_the_web(f"{page}.html{''.join(f'#{anchor}' for anchor in anchors)}")
        caption = f'<figcaption>{edition.words["playground"]} <a href="{address}">{address}</a></figcaption>'
        playground.tag = "figure"
        playground.set("class", "playground-picture")
        playground.append(element(caption))


def leave_out_drawing(article: HtmlElement) -> None:
    """Without the folded code that hands a figure to the page; what it prints stays."""
    for folded in [found for found in article.iter("details") if has_class(found, "hide")]:
        if "glue(" in folded.text_content():
            folded.drop_tree()


def collect_answers(article: HtmlElement, words: Mapping[str, str]) -> None:
    """Move what the page folds away to the end of the chapter, so that a question can be thought about first.

    The place of a question says the number of its answer and the page; the answer leads back to the question.
    """
    folded = with_class(article, "sd-dropdown")
    if not folded:
        return
    answers = element(f'<section id="answers" class="answers"><h2>{words["answers"]}</h2></section>')
    for number, details in enumerate(folded, 1):
        title = plain_text(details.find("summary"))
        details.find("summary").drop_tree()
        question, answer = f"question-{number}", f"answer-{number}"
        leading = element(answer_line("to-answer", question, answer, number, title))
        leading.tail, details.tail = details.tail, None
        details.getparent().replace(details, leading)
        details.tag, details.attrib["class"] = "div", "answer"
        details.set("id", answer)
        details.insert(0, element(answer_line("answer-title", "", question, number, title)))
        answers.append(details)
    chapter_end(article).addprevious(answers)


def answer_line(kind: str, own: str, other: str, number: int, title: str) -> str:
    """The line that joins a question and its answer."""
    identity = f' id="{own}"' if own else ""
    link = f'<a href="#{other}"><span class="answer-number">{number}</span> {escaped(title)}</a>'
    return f'<p class="{kind}"{identity}>{link} {page_number("#" + other)}</p>'


def chapter_end(article: HtmlElement) -> HtmlElement:
    """What the answers stand before: the references, or an empty line at the very end."""
    for references in with_class(article, "citation-list"):
        for section in references.xpath("ancestor::section[1][parent::section]"):
            return section
    end = element('<div class="chapter-end"></div>')
    article.find("section").append(end)
    return end


def unfold(article: HtmlElement) -> None:
    """Open what else is folded: code that draws, and the mistakes of the catalogue."""
    for details in list(article.iter("details")):
        summary = details.find("summary")
        details.tag = "div"
        if summary is not None and has_class(details, "hide"):
            summary.drop_tree()
            details.set("class", "unfolded")
        elif summary is not None:
            summary.tag = "p"
            summary.set("class", "summary")


def group_mistakes(article: HtmlElement) -> None:
    """Put the mistakes of each task into a box of their own, which has columns; its heading stays above them."""
    for section in dict.fromkeys(mistake.getparent() for mistake in with_class(article, "mistake")):
        box = element('<div class="mistakes"></div>')
        mistakes = [child for child in section if has_class(child, "mistake")]
        mistakes[0].addprevious(box)
        box.extend(mistakes)


def keep_short_code_whole(article: HtmlElement, lines: int = 24) -> None:
    """Mark the code that may be broken over pages: what is longer than half of one."""
    for code in article.iter("pre"):
        if code.text_content().count("\n") > lines:
            code.set("class", "long")


def say_formulas(article: HtmlElement) -> None:
    """Each formula once, as it is drawn; for those who listen, its source."""
    for formula in with_class(article, "katex"):
        source = next(formula.iter("annotation"), None)
        for hidden in with_class(formula, "katex-mathml"):
            hidden.drop_tree()
        formula.set("role", "img")
        formula.set("aria-label", (source.text or "") if source is not None else "")


def rename_ids(article: HtmlElement, page: str) -> None:
    """Make ids unique in the book, and have everything that names one on this page follow."""
    for named in article.iter():
        if named is article or not isinstance(named.tag, str):
            continue
        for attribute, value in named.attrib.items():
            if attribute == "id":
                named.set("id", place(page, value))
            elif attribute in REFERENCES:
                named.set(attribute, " ".join(place(page, name) for name in value.split()))
            elif attribute == "data-of":
                named.set(attribute, place(page, value.removeprefix("#")))
            elif "url(#" in value:
                named.set(attribute, value.replace("url(#", f"url(#{page}--"))


# --- Links and pictures -----------------------------------------------------------------------------------------------


def lead_links(article: HtmlElement, page: str, ids: frozenset[str], edition: Edition) -> None:
    """Links to the book's pages become links to places of the document, with their page; the rest go to the web."""
    for link in list(article.iter("a")):
        address = link.get("href")
        if address is None:
            continue
        link.attrib.pop("download", None)
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        other = page if not parts.path else parts.path.removesuffix(".html")
        target = place(other, unquote(parts.fragment))
        if target in ids:
            link.set("href", f"#{target}")
            if other != page:
                number = element(f'<span class="on-page">{page_number(target)}</span>')
                number.tail, link.tail = link.tail, None
                link.addnext(number)
        else:
            link.set("href", edition.on_the_web(address))
            link.set("class", "reference external")  # no longer a button


def place_pictures(article: HtmlElement, folder: Path, drawings: Mapping[str, Path]) -> None:
    """Address every picture by its file, load it at once, and take the drawing where there is one."""
    for picture in article.iter("img"):
        for attribute in ("loading", "decoding"):
            picture.attrib.pop(attribute, None)
        file = folder / unquote(picture.get("src"))
        picture.set("src", drawings.get(file.stem, file).resolve().as_uri())


# --- The book ---------------------------------------------------------------------------------------------------------


def headings(article: HtmlElement, deepest: int = 3) -> Heading:
    """The headings of a chapter, nested; headings below `deepest` are not worth an entry."""
    entries: list[tuple[int, Heading]] = []
    for found in article.iter(*(f"h{level}" for level in range(1, deepest + 1))):
        section = found.getparent()
        target = article.get("id") if found.tag == "h1" else section.get("id")
        entry = Heading(target, plain_text(found))
        level = int(found.tag[1])
        above = next((heading for depth, heading in reversed(entries) if depth < level), None)
        if above is not None:
            above.under.append(entry)
        entries.append((level, entry))
    return entries[0][1]


def contents_entry(heading: Heading, article: HtmlElement) -> str:
    """A chapter and its sections in the table of contents."""
    title = article.find(".//h1")
    lines = [contents_line(heading.target, title)]
    lines += [contents_line(found.getparent().get("id"), found) for found in article.iter("h2")]
    return f"<li>{lines[0]}<ul>{''.join(f'<li>{line}</li>' for line in lines[1:])}</ul></li>"


def contents_line(target: str, heading: HtmlElement) -> str:
    """One line of the table of contents, with the heading as it is set."""
    heading = copy.deepcopy(heading)
    for inner in heading.iter("a"):
        inner.attrib.clear()
    heading.tag, heading.tail = "span", None
    heading.attrib.clear()
    heading.set("class", "contents-title")
    markup = html.tostring(heading, encoding="unicode")
    return f'<a href="#{escaped(target)}">{markup}<span class="leader"></span>{page_number(target)}</a>'


def bookmarks(headings: Iterable[Heading]) -> Iterator[str]:
    """Links that nobody sees to the places of the outline: Chromium notes only the places that a link leads to."""
    for heading in headings:
        yield f'<a href="#{escaped(heading.target)}"></a>'
        yield from bookmarks(heading.under)


def title_page(edition: Edition, picture: str) -> str:
    """The first page, with the address of its picture."""
    title, _, subtitle = edition.title.partition(": ")
    lines = [
        f'<p class="cover-title">{escaped(title)}</p>',
        f'<p class="cover-subtitle">{escaped(subtitle)}</p>' if subtitle else "",
        f'<p class="cover-picture"><img src="{picture}" alt=""></p>' if picture else "",
        f'<p class="cover-authors">{escaped(edition.authors)}</p>',
        f'<p class="cover-term">{escaped(edition.term)}</p>' if edition.term else "",
        f'<p class="cover-address">{edition.words["address"]}<br><a href="{edition.on_the_web("index.html")}">'
        f"{escaped(edition.on_the_web('index.html'))}</a></p>",
        f'<p class="cover-licence">{edition.words["licence"]}</p>',
    ]
    return f'<section class="cover" id="cover">{"".join(lines)}</section>'


def css_string(text: str) -> str:
    """Text as a string of CSS."""
    return json.dumps(text, ensure_ascii=False)


def running_heads(chapters: Iterable[tuple[str, str]], title: str) -> str:
    """A named page for each chapter, whose head says where the reader is."""
    rules = []
    for number, (page, text) in enumerate(chapters):
        heads = f"@top-left {{ content: {css_string(title)}; }} @top-right {{ content: {css_string(text)}; }}"
        rules.append(f'@page part{number} {{ {heads} }}\n[id="{page}"] {{ page: part{number}; }}')
    return "\n".join(rules).replace("<", "\\3c ")


@dataclass(frozen=True)
class Volume:
    """The whole book as one document, and its outline."""

    edition: Edition
    document: HtmlElement
    outline: list[Heading]

    def number_pages(self, pages: Mapping[str, int]) -> None:
        """Write the number of its page wherever the document names a place; three figures until it is known."""
        for number in with_class(self.document, "page-number"):
            known = pages.get(number.get("data-of"))
            text = str(known) if known is not None else "000"
            bare = number.getparent().tag == "a"  # the column of the contents
            number.text = text if bare else self.edition.words["page"].format(text)

    def targets(self) -> Iterator[str]:
        """Every place that a link of the document leads to."""
        for link in self.document.iter("a"):
            address = link.get("href") or ""
            if address.startswith("#"):
                yield address[1:]

    def markup(self) -> str:
        """The document as a browser reads it."""
        return f"<!DOCTYPE html>\n{html.tostring(self.document, encoding='unicode')}\n"


def bind_volume(folder: Path, edition: Edition, listed: tuple[Part, ...], drawings: Mapping[str, Path]) -> Volume:
    """Join the pages of `folder`, the built site of one language, in the order of the table of contents."""
    words = edition.words
    pages = ["index", *(page for part in listed for page in part.pages)]
    articles = {page: chapter(page, folder / f"{page}.html", edition) for page in pages}
    articles["index"].find(".//h1").text = words["about"]
    articles["index"].find("section").append(
        element(f'<section id="index--edition"><h2>{words["edition"]}</h2><p>{words["differences"]}</p></section>')
    )
    ids = frozenset(found for article in articles.values() for found in article.xpath("descendant-or-self::*/@id"))
    for page, article in articles.items():
        lead_links(article, page, ids, edition)
        place_pictures(article, folder, drawings)
    entries = {page: headings(article) for page, article in articles.items()}
    lists = [f"<ul>{contents_entry(entries['index'], articles['index'])}</ul>"]
    outline = [Heading(CONTENTS, words["contents"]), entries["index"]]
    for part in listed:
        if part.caption:
            lists.append(f'<p class="contents-part">{escaped(part.caption)}</p>')
        lists.append(f"<ul>{''.join(contents_entry(entries[page], articles[page]) for page in part.pages)}</ul>")
        chapters = [entries[page] for page in part.pages]
        outline += [Heading(part.pages[0], part.caption, chapters)] if part.caption else chapters
    titles = [(CONTENTS, words["contents"]), *((page, entries[page].text) for page in pages)]
    style = f"<style>\n{running_heads(titles, edition.title)}\n</style>"
    sheets = [(folder / "_static" / "course.css").resolve(), STYLE]
    links = "".join(f'<link rel="stylesheet" href="{sheet.as_uri()}">' for sheet in sheets)
    picture = next((found.get("src") for found in articles["index"].iter("img")), "")
    document = html.document_fromstring(
        f'<html lang="{edition.language}" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escaped(edition.title)}</title>{links}{style}</head>"
        f'<body>{title_page(edition, picture)}<nav id="{CONTENTS}" class="contents"><h1>{words["contents"]}</h1>'
        f"{''.join(lists)}</nav>"
        f"<main></main><nav hidden>{''.join(bookmarks(outline))}</nav></body></html>"
    )
    document.find(".//main").extend(articles.values())
    return Volume(edition, document, outline)
