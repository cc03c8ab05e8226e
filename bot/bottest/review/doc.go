// Package review makes up the ten years of a province that its review adds up: about 6,000 past reports and declarations of
// stocks of 102 communes in 10 districts, from 2010-06-17 to 2020-02-07, whose totals are exactly the figures of the
// review, hedges included, and its models. The same ones each time.
//
// To use them, write the files into a folder and import them with the real command, or read the tables with package importer:
//
//	files, err := review.Write(dir, ".xlsx") // models.xlsx, reports.xlsx, stocks.xlsx
//	danvanbot import reports.xlsx
//	danvanbot import stocks.xlsx -kind stocks
//	danvanbot import models.xlsx -kind models
//	danvanbot summary -period 2010-06-17..2020-02-07 -format json // must tell Figures
//
// Promised: each unit is named as it was on the row's day, single days and sums over a quarter are mixed, and so are spellings of
// days and numbers. Not promised: that the reports make sense to people beyond their totals.
package review
