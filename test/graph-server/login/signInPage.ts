import type { App, User } from '../tenant';

const style = 'font: 16px sans-serif; max-width: 32em; margin: 4em auto';

/**
 * @param action Where the form goes.
 * @returns A page where a person, or a browser without scripts, signs in or declines.
 */
export function signInPage(app: App, user: User, scope: string, action: string): string {
	return page(
		'Sign in',
		`<p>${escape(app.displayName)} asks for <code>${escape(scope)}</code>.</p>
<form method="post" action="${escape(action)}">
<button type="submit" name="decision" value="accept">
Sign in as ${escape(user.userPrincipalName)}</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`,
	);
}

/** @returns The page on which a person types the code that a device shows. */
export function deviceCodePage(action: string): string {
	return page(
		'Enter the code',
		`<form action="${escape(action)}"><input name="code" autofocus>
<button type="submit">Next</button></form>`,
	);
}

/** @returns The page of a request that must not be redirected. */
export function errorPage(message: string): string {
	return messagePage('Sorry, but we’re having trouble signing you in', message);
}

/** @returns A page that only says something. */
export function messagePage(title: string, message: string): string {
	return page(title, `<p>${escape(message)}</p>`);
}

function page(title: string, body: string): string {
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} - Local Graph</title></head>
<body style="${style}"><h1>${title}</h1>
${body}
</body></html>`;
}

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
