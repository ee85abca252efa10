"""sim_exports.py FOLDER SCENE -- checks the exports that have a parser here."""

import html.parser
import json
import re
import sys
import xml.dom.minidom

folder, scene = sys.argv[1:3]


def read(kind):
    with open(f"{folder}/{scene}.{kind}", encoding="utf-8") as file:
        return file.read()


def check_animated():
    root = xml.dom.minidom.parseString(read("animated")).documentElement
    assert root.getElementsByTagName("animate"), "nothing moves"
    assert "prefers-reduced-motion" in root.toxml()
    for animate in root.getElementsByTagName("animate"):
        times = [float(t) for t in animate.getAttribute("keyTimes").split(";")]
        values = animate.getAttribute("values").split(";")
        assert len(times) == len(values) and times[0] == 0
        assert times == sorted(times) and times[-1] <= 1


def check_chrome():
    open_rows, started, ended, last = set(), set(), set(), 0
    for event in json.loads(read("chrome"))["traceEvents"]:
        phase, row = event["ph"], event["tid"]
        assert phase in "MBEXsfi", phase
        if phase == "M":
            continue
        assert event["ts"] >= last, "time goes back"
        last = event["ts"]
        if phase == "B":
            assert row not in open_rows
            open_rows.add(row)
        elif phase == "E":
            open_rows.remove(row)
        elif phase == "s":
            started.add(event["id"])
        elif phase == "f":
            assert event["id"] in started, "an arrow without a begin"
            ended.add(event["id"])
    assert not open_rows and ended


def check_film():
    lines = [json.loads(line) for line in read("asciicast").splitlines()]
    assert lines[0]["version"] == 2 and lines[0]["width"] == 100
    times = [line[0] for line in lines[1:]]
    assert times == sorted(times) and all(line[1] == "o" for line in lines[1:])
    assert scene in "".join(line[2] for line in lines[1:])


def check_clocks():
    """ShiViz: its own regex; each host counts its events one by one, and no
    clock knows of an event that has not been told before it."""
    regex, separator, log = read("shiviz").split("\n", 2)
    assert separator == ""
    pattern = re.compile(regex.replace("(?<", "(?P<"), re.M)
    seen, count = {}, 0
    for match in pattern.finditer(log):
        host, clock = match["host"], json.loads(match["clock"])
        assert clock[host] == seen.get(host, 0) + 1, (host, clock)
        seen[host] = clock[host]
        for other, time in clock.items():
            assert time <= seen.get(other, 0), (host, clock)
        count += 1
    assert count * 2 == log.count("\n") and len(seen) > 1


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack, self.sections = [], 0

    def handle_starttag(self, tag, attributes):
        self.sections += tag == "section"
        if tag not in ("meta",):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, tag


def check_page():
    page = Page()
    page.feed(read("html"))
    assert not page.stack and page.sections > 1


for check in (check_animated, check_chrome, check_film, check_clocks, check_page):
    check()
