// SPDX-License-Identifier: BSD-3-Clause
import { useState } from "preact/hooks";

type Theme = "auto" | "light" | "dark";
const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };

/** Light, dark, or as the system has it. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>("auto");
  const change = () => {
    const next = NEXT[theme];
    document.documentElement.dataset.theme = next;
    setTheme(next);
  };
  return (
    <button type="button" class="theme" onClick={change} aria-label={`Colours: ${theme}`}>
      <span aria-hidden="true">◐</span> {theme}
    </button>
  );
}
