package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
)

// ageIntro is how an encrypted file begins.
const ageIntro = "age-encryption.org/v1\n"

// identityEnv names the secret key of encrypted backups, as text or, with _FILE, as a file.
const identityEnv = "DANVANBOT_AGE_IDENTITY"

// recipients are the public keys of the configuration; validate has checked them.
func (b Backup) recipients() ([]age.Recipient, error) {
	var all []age.Recipient
	for i, text := range b.Recipients {
		some, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("backup.recipients: number %d is not a public key of age, which begins with age1", i+1)
		}
		all = append(all, some...)
	}
	return all, nil
}

// seal copies a file, encrypted if there is somebody to encrypt it to.
func seal(into io.Writer, from io.Reader, to []age.Recipient) error {
	if len(to) == 0 {
		_, err := io.Copy(into, from)
		return err
	}
	w, err := age.Encrypt(into, to...)
	if err != nil {
		return fmt.Errorf("encrypting: %w", err)
	}
	_, err = io.Copy(w, from)
	return errors.Join(err, w.Close())
}

// isSealed tells whether a file is encrypted.
func isSealed(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // only read
	begin := make([]byte, len(ageIntro))
	if _, err := io.ReadFull(f, begin); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return bytes.Equal(begin, []byte(ageIntro)), nil
}

// identities reads the secret keys from a file, or from the environment if none is named.
func (c console) identities(path string) ([]age.Identity, error) {
	var key Secret
	var err error
	if path == "" {
		err = fromEnv(identityEnv, &key, c.getenv)
	} else {
		var content []byte
		content, err = os.ReadFile(path)
		key = Secret(content)
	}
	if err != nil {
		return nil, err
	}
	if key == "" {
		return nil, fmt.Errorf("the file is encrypted: name the secret key's file with -identity or %s_FILE", identityEnv)
	}
	ids, err := age.ParseIdentities(strings.NewReader(string(key)))
	if err != nil {
		return nil, errors.New("the secret key is not one of age, which begins with AGE-SECRET-KEY-")
	}
	return ids, nil
}

// unseal copies a file of backup, decrypted if it is encrypted.
func (c console) unseal(into io.Writer, path, identity string) error {
	sealed, err := isSealed(path)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	var from io.Reader = f
	if sealed {
		ids, err := c.identities(identity)
		if err != nil {
			return err
		}
		if from, err = age.Decrypt(f, ids...); err != nil {
			return fmt.Errorf("decrypting %s: %w", path, err)
		}
	}
	if _, err = io.Copy(into, from); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}
