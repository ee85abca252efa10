"""book_epub.py FILE.epub -- the parts of an EPUB that every reader relies on.

The mimetype comes first and uncompressed, the container leads to the package,
the manifest names what is there and all of it, the spine names the manifest,
every text is XML, and every link in it leads somewhere.
"""

import posixpath
import sys
import urllib.parse
import xml.dom.minidom
import zipfile

book = zipfile.ZipFile(sys.argv[1])
names = [entry.filename for entry in book.infolist()]
first = book.infolist()[0]
assert book.testzip() is None
assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
assert book.read("mimetype") == b"application/epub+zip"


def read(name):
    return xml.dom.minidom.parseString(book.read(name))


container = read("META-INF/container.xml")
package = container.getElementsByTagName("rootfile")[0].getAttribute("full-path")
folder = posixpath.dirname(package)
items = {item.getAttribute("id"): item for item in read(package).getElementsByTagName("item")}
files = {posixpath.join(folder, item.getAttribute("href")): item.getAttribute("media-type")
         for item in items.values()}
for name in files:
    assert name in names, f"the manifest names {name}, which is not there"
for name in names:
    if name.startswith(folder + "/") and name != package:
        assert name in files, f"{name} is not in the manifest"
for place in read(package).getElementsByTagName("itemref"):
    assert place.getAttribute("idref") in items, place.toxml()

texts = {name: read(name) for name, kind in files.items() if kind == "application/xhtml+xml"}
ids = {name: {node.getAttribute("id") for node in text.getElementsByTagName("*")}
       for name, text in texts.items()}
links = 0
for name, text in texts.items():
    for tag, attribute in (("a", "href"), ("img", "src")):
        for node in text.getElementsByTagName(tag):
            target = urllib.parse.urlsplit(node.getAttribute(attribute))
            if target.scheme or not node.hasAttribute(attribute):
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target.path)) \
                if target.path else name
            assert path in files, f"{name}: nothing at {node.toxml()[:200]}"
            if target.fragment and path in ids:
                assert target.fragment in ids[path], f"{name}: no place {node.toxml()[:200]}"
            assert tag != "img" or node.getAttribute("alt"), f"{name}: no words for {node.toxml()[:200]}"
            links += 1
assert len(texts) > 6 and links > 100, (len(texts), links)
