// Package i18n says things to people: the messages in Vietnamese and English, and numbers, money, days and periods as they
// are written there.
//
// Promised: every function is pure and total; a key or placeholder that is missing shows up in the text and breaks nothing,
// and both languages have the same keys with the same placeholders.
// Not promised: escaping for a platform's markup, and the reading of what people write, which is package viet's work.
package i18n
