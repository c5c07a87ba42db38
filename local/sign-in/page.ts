/** The head of the service's other pages, over a form as narrow as theirs. */
const style = `body{font:1.1875rem/1.5 Arial,Helvetica,sans-serif;margin:0;color:#212b32;background:#fff}
*{box-sizing:border-box}header{background:#005eb8}header p,main{max-width:62rem;margin:0 auto;padding:1rem}header p{color:#fff;font-size:1.25rem;font-weight:700}
main>*{max-width:34rem}h1{font-size:2.25rem;line-height:1.25;margin:2rem 0 1rem}
label{display:block;font-weight:600;margin:1.25rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:2px solid #4c6272;border-radius:0}
button{font:inherit;font-weight:600;margin:1.5rem 0 3rem;padding:.75rem 1rem;border:0;border-radius:4px;box-shadow:0 4px 0 #00401e;background:#007f3b;color:#fff;cursor:pointer}
:focus{outline:4px solid #ffb81c;outline-offset:0;box-shadow:inset 0 0 0 4px #212b32}
.error{border:4px solid #d5281b;padding:.75rem 1rem}`;

const head = "<header><p>Social prescribing outcomes</p></header>";

/** The page on which a person of the sample service signs in: no script, one error summary, labels for everything. */
export function signInPage({ action, failed, accounts }: { action: string; failed: boolean; accounts: readonly string[] }): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${failed ? "Error: " : ""}Sign in – Hearten, sample service</title><style>${style}</style></head>
<body>${head}<main>
<h1>Sign in</h1>
<p>This is the sample service on this machine. Its accounts are ${accounts.join(", ")}; their passwords are in <code>access.json</code> in the data directory.</p>
${failed ? '<div class="error" role="alert" tabindex="-1"><h2>There is a problem</h2><p><a href="#account">Enter an account and its password as they are in access.json</a></p></div>' : ""}
<form method="post" action="${action}">
<label for="account">Account</label>
<input id="account" name="account" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button>
</form>
</main></body></html>`;
}

/** The page for a sign-in that cannot go on, in words that name nothing of the request. */
export function signInErrorPage(): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign-in stopped – Hearten, sample service</title><style>${style}</style></head>
<body>${head}<main><h1>This sign-in cannot go on</h1><p>It may have been left open too long, or been finished already.</p><p><a href="/sign-in">Start again</a></p></main></body></html>`;
}
