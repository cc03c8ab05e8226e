package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/export"
	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// frozenFormat is the format of frozen documents.
const frozenFormat = chat.Docx

// frozenDossier gathers what a freeze's document tells, from the state that the freeze names and nothing else: no name of
// a person, which may be erased, and no setting that may change.
func frozenDossier(tx ReadTx, forms *form.Catalogue, f conversation.Freeze) (report.Dossier, error) {
	q, ok := f.Query()
	if !ok {
		return report.Dossier{}, fmt.Errorf("the freeze of %s names no period", f.Unit)
	}
	tree := tx.Tree()
	rq := report.Query{
		Unit: q.Unit, Period: q.Period, View: rollup.Now, Today: period.DateOf(f.Asked), Clear: f.Clear(tree),
	}
	if q.AsWas {
		rq.View = rollup.Was
	}
	d, err := report.BuildDossier(tx, tree, forms, report.DossierQuery{Query: rq, Behind: tx})
	if err != nil {
		return d, err
	}
	d.Late, err = Late(tx, forms, rq)
	d.Made.Journal, d.Made.At, d.Made.Frozen = f.Number, f.Asked, f.Period
	return d, err
}

// canonical is the form of a dossier whose hash is kept: JSON with sorted keys and without spaces.
func canonical(d report.Dossier) ([]byte, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("writing a dossier: %w", err)
	}
	return data, nil
}

func hashOf(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}

// shortHash is as much of a hash as people compare.
func shortHash(hash []byte) string { return hex.EncodeToString(hash[:min(len(hash), 8)]) }

// freeze makes what a job freezes.
func (f *files) freeze(ctx context.Context, job chat.Job, asked time.Time) (conversation.Freeze, error) {
	q, _ := conversation.ParseQuery(job.Query)
	asked = asked.In(f.zone).Truncate(time.Second)
	_, offset := asked.Zone()
	fr := conversation.Freeze{
		Unit: q.Unit, Period: q.Period.Code(), Calendar: q.Period.Calendar.ID, AsWas: q.AsWas, Number: job.Number, By: job.By,
		Asked: asked.In(time.FixedZone("", offset)), // as it is read back
		Forms: hashOf(f.forms.JSON()), Catalogue: f.forms.JSON(), Renderer: f.renderer.Version(), Template: f.renderer.Layout(),
	}
	var d report.Dossier
	err := f.store.ViewAt(ctx, job.Number, func(tx ReadTx) error {
		by, known, err := tx.PersonByID(job.By)
		if err != nil {
			return err
		}
		if !known || by.Gone || !by.Role.AtLeast(conversation.Head) || !by.Sees(tx.Tree(), q.Unit) {
			return errNotTheirs
		}
		fr.Lang, fr.Tree, fr.Role, fr.Home = by.Language(f.lang), tx.Tree().Hash(), by.Role, by.Unit
		d, err = frozenDossier(tx, f.forms, fr)
		return err
	})
	if err != nil {
		return fr, fmt.Errorf("reading the figures of %s as known at %d: %w", q.Data(), job.Number, err)
	}
	fr.Name = paper{dossier: d}.name(frozenFormat)
	if fr.Data, err = canonical(d); err != nil {
		return fr, err
	}
	if fr.Document, err = f.renderer.Render(d, frozenFormat, fr.Lang); err != nil {
		return fr, err
	}
	fr.DataHash, fr.Hash = hashOf(fr.Data), hashOf(fr.Document)
	return fr, nil
}

// Reproduction is a frozen document that was made again.
type Reproduction struct {
	Data, Document         []byte // as they come out now
	SameData, SameDocument bool   // they have the hashes that were stored
	Renderer               string // what made it now
}

// DocumentsOf makes documents as they were made for a freeze.
func DocumentsOf(f conversation.Freeze) (Documents, error) {
	if len(f.Template) == 0 {
		return Documents{}, nil
	}
	t, err := export.LoadTemplate(f.Template)
	return Documents{Template: &t}, err
}

// Reproduce makes a frozen document again from the state as known at the freeze's number, with the forms as they were.
func Reproduce(tx ReadTx, forms *form.Catalogue, r Renderer, f conversation.Freeze) (Reproduction, error) {
	d, err := frozenDossier(tx, forms, f)
	if err != nil {
		return Reproduction{}, err
	}
	p := Reproduction{Renderer: r.Version()}
	if p.Data, err = canonical(d); err != nil {
		return p, err
	}
	if p.Document, err = r.Render(d, frozenFormat, f.Lang); err != nil {
		return p, fmt.Errorf("making the document: %w", err)
	}
	p.SameData, p.SameDocument = bytes.Equal(hashOf(p.Data), f.DataHash), bytes.Equal(hashOf(p.Document), f.Hash)
	return p, nil
}
