// Package period knows days, calendars and the reporting periods that officials use.
//
// A Date is a day without a time zone; a Range is days from-to, both included; a Calendar says where months and years
// begin (Decree 09/2019/NĐ-CP article 12 closes months on the 14th); a Period is a named Range of a Calendar.
//
// Promised: everything is a value, comparable with ==, and printing a Period's code and parsing it gives it back.
// Not promised: reading what people type, which is package viet's work.
package period
