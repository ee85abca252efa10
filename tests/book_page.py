"""book_page.py PAGE BROWSER -- reads the book's page as its readers do.

One line for each thing that is wrong, with what; the last line counts. The
functions whose names begin with `the_` are the checks, and their names what
they check.
"""

import sys

from browser import Browser

page, program = sys.argv[1:3]
browser = Browser(program)

CONTRAST = """(() => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const over = (top, under) => {
    const a = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a));
  };
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = new Map();
  const back = node => {
    if (!node) return [255, 255, 255];
    if (!behind.has(node))
      behind.set(node, over(parts(getComputedStyle(node).backgroundColor), back(node.parentElement)));
    return behind.get(node);
  };
  const bad = new Set();
  for (const node of document.querySelectorAll('body *')) {
    if (!Array.from(node.childNodes).some(part => part.nodeType === 3 && part.data.trim())) continue;
    if (['SCRIPT', 'STYLE'].includes(node.tagName)) continue;
    const under = back(node);
    const ink = over(parts(getComputedStyle(node).color), under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.add(`${node.tagName.toLowerCase()}.${node.className}: ${ratio.toFixed(2)}`);
  }
  return [...bad];
})()"""

LINKS = """Array.from(document.querySelectorAll('a[href]'))
  .map(link => link.getAttribute('href'))
  .filter(to => to.startsWith('#') ? !document.getElementById(decodeURIComponent(to.slice(1)))
                                   : !/^https?:/.test(to))"""

STATE = """(n => {
  const scene = document.querySelectorAll('.steps')[n];
  const steps = Array.from(scene.querySelectorAll('section'));
  const seen = steps.filter(step => getComputedStyle(step).visibility === 'visible');
  return {seen: seen.map(step => steps.indexOf(step)), last: steps.length - 1,
          told: scene.querySelector('.told').textContent,
          ring: getComputedStyle(document.activeElement).outlineStyle};
})(%d)"""

PICTURES = """Array.from(document.querySelectorAll('main img')).filter(image =>
  !image.alt || !image.naturalWidth || !image.src.startsWith('data:')).map(image => image.alt)"""

SHOWN = """Array.from(document.querySelectorAll('.steps')).map(scene => [
  getComputedStyle(scene).display,
  getComputedStyle(scene.previousElementSibling).display])"""


def opened(width=1200, **media):
    browser.media(**media)
    browser.size(width, 800, width < 500)
    browser.open(page)


def the_links_resolve_and_each_id_is_there_once():
    opened()
    twice = """(ids => ids.filter((id, i) => ids.indexOf(id) !== i))(
      Array.from(document.querySelectorAll('[id]')).map(node => node.id))"""
    assert browser.run("document.querySelectorAll('a[href]').length") > 100
    assert browser.run(LINKS) == [], browser.run(LINKS)
    assert browser.run(twice) == [], browser.run(twice)


def the_pictures_are_in_the_page_and_have_words():
    opened()
    assert browser.run("document.querySelectorAll('main img').length") > 6
    assert browser.run(PICTURES) == [], browser.run(PICTURES)


def the_text_and_code_can_be_read_by_day_and_night():
    for scheme in ("light", "dark"):
        opened(scheme=scheme)
        browser.run("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        low = browser.run(CONTRAST)
        assert low == [], f"{scheme}: {low}"


def the_page_is_as_wide_as_a_phone():
    opened(width=360)
    browser.run("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    wide = browser.run("document.documentElement.scrollWidth")
    assert wide <= 360, wide


def the_scenes_go_step_by_step_from_the_keyboard():
    opened()
    count = browser.run("document.querySelectorAll('.steps').length")
    assert count >= 6, count
    for scene in range(count):
        def at(step, why):
            state = browser.run(STATE % scene)
            step = state["last"] if step == "last" else step
            assert state["seen"] == [step], f"scene {scene}, {why}: {state}"
            assert state["told"].startswith(f"Step {step} of "), state
            assert state["ring"] != "none", f"scene {scene}, {why}: no focus is seen"

        browser.run(f"document.querySelectorAll('.steps')[{scene}].focus()")
        browser.press("ArrowLeft")
        at(0, "no step before the first")
        browser.press("ArrowRight")
        at(1, "right is next")
        browser.press("End")
        at("last", "End is the last")
        browser.press("ArrowRight")
        at("last", "no step after the last")
        browser.press("Home")
        at(0, "Home is the first")
        for _ in range(3):
            browser.press("Tab")
        browser.press("Enter")
        at(1, "Next is the third button")
        browser.press("ArrowRight")
        at(2, "arrows go on from a button")
        assert browser.run("document.querySelectorAll('.steps button:disabled').length") == 0


def the_scenes_are_pictures_without_scripts_and_on_paper():
    opened(media="print")
    assert all(a == "none" and b != "none" for a, b in browser.run(SHOWN)), "on paper"
    opened()
    assert all(a != "none" and b == "none" for a, b in browser.run(SHOWN)), "with scripts"
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        opened()
        assert all(a == "none" and b != "none" for a, b in browser.run(SHOWN)), "without scripts"
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def the_search_finds_from_the_keyboard():
    opened()
    browser.press("/")
    browser.type("Phantom permit")
    found = browser.run("Array.from(document.querySelectorAll('#found a')).map(a => a.hash)")
    assert any(hash.startswith("#ch02-") for hash in found), found
    assert "section" in browser.run("document.getElementById('hits').textContent")
    browser.press("ArrowDown")
    assert browser.run("document.activeElement.hash") == found[0]
    browser.press("Enter")
    assert browser.run("location.hash") == found[0]
    browser.press("/")
    browser.press("Escape")
    assert browser.run("document.getElementById('found').hidden")
    browser.type("<b>zebra</b>")
    assert browser.run("document.querySelectorAll('#found li').length") == 0
    assert browser.run("document.getElementById('hits').textContent").startswith("No section")
    browser.press("Escape")
    browser.type("replay the crime")
    browser.press("Enter")
    assert browser.run("location.hash") == "#ch06", browser.run("location.hash")


def the_page_has_nothing_to_complain_of():
    assert browser.errors == [], browser.errors


failed = 0
checks = [value for name, value in list(globals().items()) if name.startswith("the_")]
try:
    for check in checks:
        try:
            check()
        except (AssertionError, RuntimeError) as error:
            failed += 1
            line = error.__traceback__.tb_next.tb_lineno
            print(f"FAILED: {check.__name__.replace('_', ' ')} (line {line}): {str(error)[:600]}")
finally:
    browser.close()
print(f"{len(checks) - failed} passed, {failed} failed")
sys.exit(failed != 0)
