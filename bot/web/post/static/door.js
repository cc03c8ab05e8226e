// The secret of a link stands behind the #: it is moved into the form, and out of the address.
const secret = location.hash.slice(1);
if (secret) {
  document.getElementById("token").value = secret;
  document.getElementById("by-hand").hidden = true;
  history.replaceState(null, "", location.pathname);
  document.getElementById("enter").focus();
}
