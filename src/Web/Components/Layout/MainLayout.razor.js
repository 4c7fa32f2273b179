// Keeps the theme where the server sees it with the next request, and tells the browser's own controls.
export function remember(name, value, dark) {
  const path = new URL(document.baseURI).pathname;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=${path}; max-age=31536000; samesite=lax${secure}`;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", dark ? "dark" : "light");
}
