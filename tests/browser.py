"""browser.py -- a headless Chromium, told what to do through a pipe.

Speaks the DevTools protocol: JSON between zero bytes, written to the browser's
file 3 and read from its file 4. Python's own library is enough.
"""

import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")
KEYS = {"ArrowLeft": 37, "ArrowRight": 39, "ArrowUp": 38, "ArrowDown": 40,
        "Home": 36, "End": 35, "Enter": 13, "Tab": 9, "Escape": 27}


def find_browser():
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One page of one browser. Whatever it complains about is in `errors`."""

    def __init__(self, program, patience=60):
        self.home = tempfile.mkdtemp()
        self.number, self.errors, self.events = 0, [], []
        self.rest, self.patience = b"", patience
        down, self.to = os.pipe()
        self.come, up = os.pipe()

        def hand_over():
            # First out of the way: one of the two may be 3 or 4 itself.
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (down, up)]
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        options = ["--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                   "--disable-background-networking", "--disable-component-update",
                   "--disable-sync", "--disable-quic", "--remote-debugging-pipe",
                   f"--user-data-dir={self.home}"]
        if os.getuid() == 0:
            options.append("--no-sandbox")
        self.child = subprocess.Popen(
            [program] + options + ["about:blank"], close_fds=False, preexec_fn=hand_over,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(down)
        os.close(up)
        self.session = None
        page = next(target for target in self.call("Target.getTargets")["targetInfos"]
                    if target["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page["targetId"],
                                 flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(domain + ".enable")

    def receive(self):
        while b"\0" not in self.rest:
            if not select.select([self.come], [], [], self.patience)[0]:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self.come, 1 << 20)
            if not piece:
                raise EOFError("the browser has gone")
            self.rest += piece
        line, self.rest = self.rest.split(b"\0", 1)
        return json.loads(line)

    def take_event(self, event):
        method, what = event.get("method", ""), event.get("params", {})
        self.events.append(method)
        if method == "Runtime.exceptionThrown":
            details = what["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and what["entry"]["level"] in ("error", "warning"):
            self.errors.append(what["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and what["type"] in ("error", "warning", "assert"):
            self.errors.append(str([part.get("value") for part in what["args"]]))

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.take_event(answer)

    def open(self, path):
        self.events.clear()
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        while "Page.loadEventFired" not in self.events:
            self.take_event(self.receive())

    def media(self, **features):
        """media(media="print"), media(scheme="dark")"""
        scheme = features.get("scheme", "light")
        self.call("Emulation.setEmulatedMedia", media=features.get("media", ""),
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def size(self, width, height, phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=phone)

    def run(self, script):
        """The value of an expression in the page, as JSON gives it."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def press(self, key):
        """A key as from a keyboard: to whatever has the focus."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, text=text,
                      code=key, windowsVirtualKeyCode=KEYS.get(key, ord(key[0])))

    def type(self, text):
        self.call("Input.insertText", text=text)

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (OSError, EOFError, TimeoutError):
            pass
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        os.close(self.to)
        os.close(self.come)
        for _ in range(20):  # its helpers may write there for a moment yet
            shutil.rmtree(self.home, ignore_errors=True)
            if not os.path.exists(self.home):
                break
            time.sleep(0.05)
