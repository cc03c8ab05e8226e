// Package line is what the adapters of chat platforms share of the line to a platform's servers: HTTP over a proxy, secrets
// that stay out of errors, reasons that a person can act on, pauses that grow, and long texts that go on where they
// stopped.
//
// Promised: no error of this package holds a token, a proxy's password or an address with either. Not promised: any wire
// format, any retry; what an answer means and when to try again is the adapter's.
package line
