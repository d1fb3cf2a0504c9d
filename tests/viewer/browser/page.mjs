// SPDX-License-Identifier: BSD-3-Clause
//
// A page of the browser, with what a test asks of it.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const NAMED = {
  ArrowDown: 40,
  ArrowUp: 38,
  ArrowLeft: 37,
  ArrowRight: 39,
  Home: 36,
  End: 35,
  Tab: 9,
  Enter: 13,
};

export class Page {
  complaints = []; // on the console, and exceptions
  requests = []; // for anything but the page itself

  static async open(chromium, file, { width = 1280, height = 800, dark = false, reduced_motion = false } = {}) {
    const page = new Page();
    const { targetId } = await chromium.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await chromium.send("Target.attachToTarget", { targetId, flatten: true });
    page.target = targetId;
    page.chromium = chromium;
    page.send = (method, params) => chromium.send(method, params, sessionId);
    page.url = pathToFileURL(file).href;
    const loaded = new Promise((resolve) => {
      chromium.listen((message) => {
        if (message.sessionId === sessionId) page.#heard(message, resolve);
      });
    });
    for (const domain of ["Page", "Runtime", "Log", "Network", "Accessibility"]) await page.send(`${domain}.enable`);
    await page.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    await page.send("Emulation.setEmulatedMedia", {
      features: [
        { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
        { name: "prefers-reduced-motion", value: reduced_motion ? "reduce" : "no-preference" },
      ],
    });
    await page.send("Page.navigate", { url: page.url });
    await loaded;
    await page.drawn();
    return page;
  }

  #heard({ method, params }, loaded) {
    switch (method) {
      case "Page.loadEventFired":
        loaded();
        break;
      case "Runtime.exceptionThrown":
        this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
        break;
      case "Runtime.consoleAPICalled":
        this.complaints.push(`${params.type}: ${params.args.map((each) => each.value ?? each.description).join(" ")}`);
        break;
      case "Log.entryAdded":
        this.complaints.push(params.entry.text);
        break;
      case "Network.requestWillBeSent":
        if (params.request.url.split("#")[0] !== this.url) this.requests.push(params.request.url);
        break;
    }
  }

  /** Waits until what has been done to the page shows. */
  drawn() {
    return this.evaluate(
      "new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 0)), 0)))",
    );
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }

  /** The text of the first element that matches; null if none does. */
  text(selector) {
    return this.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? null`);
  }

  texts(selector) {
    return this.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent)`);
  }

  attributes(selector, name) {
    const [of, the] = [JSON.stringify(selector), JSON.stringify(name)];
    return this.evaluate(`[...document.querySelectorAll(${of})].map((each) => each.getAttribute(${the}))`);
  }

  async press(...keys) {
    for (const key of keys) {
      const code = NAMED[key] ?? key.toUpperCase().charCodeAt(0);
      const common = { key, windowsVirtualKeyCode: code, modifiers: /^[A-Z]$/.test(key) ? 8 : 0 };
      await this.send("Input.dispatchKeyEvent", {
        ...common,
        type: "keyDown",
        ...(key.length === 1 ? { text: key } : key === "Enter" ? { text: "\r" } : {}),
      });
      await this.send("Input.dispatchKeyEvent", { ...common, type: "keyUp" });
    }
    await this.drawn();
  }

  async type(text) {
    await this.send("Input.insertText", { text });
    await this.drawn();
  }

  async click(selector) {
    const box = await this.evaluate(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: "nearest", inline: "nearest" });
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })()`);
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.send("Input.dispatchMouseEvent", { type, ...box, button: "left", clickCount: 1 });
    }
    await this.drawn();
  }

  /** In the field with this label. */
  async choose(label, value) {
    await this.evaluate(`(() => {
      const field = [...document.querySelectorAll(".field")].find((each) => each.textContent.startsWith(${JSON.stringify(label)}));
      const select = field.querySelector("select");
      select.value = ${JSON.stringify(value)};
      select.dispatchEvent(new Event("change", { bubbles: true }));
    })()`);
    await this.drawn();
  }

  async screenshot(file) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    writeFileSync(file, Buffer.from(data, "base64"));
  }

  async print(file) {
    const { data } = await this.send("Page.printToPDF", { printBackground: false, preferCSSPageSize: true });
    writeFileSync(file, Buffer.from(data, "base64"));
  }

  /** The nodes of the tree that a screen reader is given: role and name of each. */
  async accessible() {
    const { nodes } = await this.send("Accessibility.getFullAXTree");
    return nodes
      .filter((node) => !node.ignored)
      .map((node) => ({ role: node.role?.value, name: node.name?.value ?? "" }));
  }

  close() {
    return this.chromium.send("Target.closeTarget", { targetId: this.target });
  }
}
