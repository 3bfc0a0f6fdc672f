import type { WebBundle } from '../../web-bundle.ts';

/** Returns the page for all addresses of the console. Its script draws the content. */
export function indexPage({ script, style }: WebBundle): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>TV guide console</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="preload" href="/api/session" as="fetch" crossorigin>
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
</head>
<body><div id="app"></div></body>
</html>
`;
}

/** Returns a page that goes on to another page of the console. */
export function waitPage(path: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>TV guide console</title>
<meta http-equiv="refresh" content="0;url=${escapeHtml(path)}"></head><body></body></html>
`;
}

/** Returns a page with the reason of a refusal. */
export function notePage(reason: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>TV guide console</title></head>
<body><h1>TV guide console</h1><p>Not shown: ${escapeHtml(reason)}.</p></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
