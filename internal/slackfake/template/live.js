// Fetches the messages every two seconds, and shows them where they changed.
let shown = "", main = document.querySelector("main");
const atEnd = () => innerHeight + scrollY > document.body.scrollHeight - 80;
const down = () => scrollTo(0, document.body.scrollHeight);
async function refresh() {
  try {
    const u = new URL(location.href);
    u.searchParams.set("part", "messages");
    const now = await (await fetch(u)).text(), follow = atEnd();
    if (shown && shown !== now) {
      main.innerHTML = now;
      if (follow) down();
    }
    shown = now;
  } catch { /* the server is away: the next round asks again */ }
  setTimeout(refresh, 2000);
}
if (!location.hash) down();
refresh();
