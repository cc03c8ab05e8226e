package docx

import (
	"archive/zip"
	"bytes"
	"embed"
	"encoding/xml"
	"io/fs"
	"strings"
	"time"
)

// headerID is the relation of the header that holds the page number, in parts/word/_rels.
const headerID = "rId2"

// parts are those of a file that are the same in every document: content types, relations, styles, header, settings.
//
//go:embed all:parts
var parts embed.FS

// Bytes writes the file.
func (d *Document) Bytes() ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	// Entries bear no time, so that the same document has the same bytes.
	add := func(name string, content []byte) error {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		return err
	}
	err := fs.WalkDir(parts, "parts", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := parts.ReadFile(path)
		if err != nil {
			return err
		}
		return add(strings.TrimPrefix(path, "parts/"), content)
	})
	if err != nil {
		return nil, err
	}
	content, err := d.xml()
	if err != nil {
		return nil, err
	}
	if err := add("word/document.xml", content); err != nil {
		return nil, err
	}
	if content, err = d.properties(); err != nil {
		return nil, err
	}
	if err := add("docProps/core.xml", content); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

type (
	moment struct {
		Type string `xml:"xsi:type,attr"`
		At   string `xml:",chardata"`
	}
	coreProps struct {
		XMLName  struct{} `xml:"cp:coreProperties"`
		CP       string   `xml:"xmlns:cp,attr"`
		DC       string   `xml:"xmlns:dc,attr"`
		Terms    string   `xml:"xmlns:dcterms,attr"`
		XSI      string   `xml:"xmlns:xsi,attr"`
		Title    string   `xml:"dc:title"`
		Creator  string   `xml:"dc:creator"`
		Created  moment   `xml:"dcterms:created"`
		Modified moment   `xml:"dcterms:modified"`
	}
)

func (d *Document) properties() ([]byte, error) {
	at := moment{"dcterms:W3CDTF", d.Made.UTC().Format(time.RFC3339)}
	b, err := xml.Marshal(coreProps{
		CP: "http://schemas.openxmlformats.org/package/2006/metadata/core-properties", DC: "http://purl.org/dc/elements/1.1/",
		Terms: "http://purl.org/dc/terms/", XSI: "http://www.w3.org/2001/XMLSchema-instance",
		Title: d.Title, Creator: d.Creator, Created: at, Modified: at,
	})
	return append([]byte(xml.Header), b...), err
}
