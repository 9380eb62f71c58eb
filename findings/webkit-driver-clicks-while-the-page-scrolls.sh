#!/usr/bin/env bash
# WebKitGTK 2.50.6's WebDriver obeys the page's "scroll-behavior: smooth" when it scrolls to the element to click, and does not wait for the end: a button far below is
# "element not interactable", and one near the edge of the window is sometimes missed, because the click lands where it was in the middle of the scroll.
#
# WebDriver 2 (W3C, element click) tells the driver to scroll with the behaviour "instant", so a good guess is that a page's style plays no part.
# A journey that passes in Chromium and Firefox loses a press now and then in WebKit, without an error, on any site that scrolls smoothly. Scrolling the element
# into the window with { behavior: 'instant' } before the click cures it.
# Needs webkit2gtk-driver and xvfb from the distribution, and python3.
# Output seen: see the end. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
cat > click.py <<'PY'
import json, time, urllib.error, urllib.parse, urllib.request
def call(method, path, body=None):
    data = json.dumps(body or {}).encode() if method == "POST" else None
    request = urllib.request.Request(f"http://127.0.0.1:4477{path}", data, {"Content-Type": "application/json"}, method=method)
    return json.load(urllib.request.urlopen(request))["value"]
for attempt in range(200):
    try:
        call("GET", "/status")
        break
    except OSError:
        time.sleep(0.05)
session = "/session/" + call("POST", "/session", {"capabilities": {}})["sessionId"]
for behavior in ["auto", "smooth"]:
    page = f"""<html style="scroll-behavior: {behavior}"><body style="height: 4000px; margin: 0">
      <button style="position: absolute; top: 2600px; width: 200px; height: 40px">Press</button>
      <script>pressed = 0; addEventListener('click', (event) => {{ pressed += event.target.localName === 'button'; }});</script>"""
    call("POST", session + "/url", {"url": "data:text/html," + urllib.parse.quote(page)})
    button = next(iter(call("POST", session + "/element", {"using": "css selector", "value": "button"}).values()))
    try:
        call("POST", f"{session}/element/{button}/click")
        said = "clicked"
    except urllib.error.HTTPError as error:
        said = json.load(error)["value"]["error"]
    pressed = call("POST", session + "/execute/sync", {"script": "return pressed", "args": []})
    print(f"{behavior}: {said}, pressed {pressed}")
call("DELETE", session)
PY
Xvfb -displayfd 3 -screen 0 1280x900x24 3> display > /dev/null 2>&1 & started+=($!)
until [ -s display ]; do sleep 0.05; done
DISPLAY=":$(cat display)" WebKitWebDriver --port=4477 > /dev/null 2>&1 & started+=($!)
found=$(python3 click.py)
echo "$found"
[ "$found" = 'auto: clicked, pressed 1
smooth: element not interactable, pressed 0' ]
