package line

import (
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strings"
	"syscall"
)

// AnswerError says what is wrong with an answer that cannot be the platform's.
type AnswerError string

// Answers that are none.
const (
	ErrNotJSON AnswerError = "is not JSON"
	ErrTooLong AnswerError = "is too long"
)

// Error says it as a sentence.
func (e AnswerError) Error() string { return "the answer " + string(e) }

// Reason is why the line failed, as far as somebody can do something about it.
type Reason string

// The closed set of reasons.
const (
	Cut         Reason = "cut" // and all that is none of the others
	Name        Reason = "dns"
	Refused     Reason = "refused"
	Timeout     Reason = "timeout"
	Proxy       Reason = "proxy"
	Certificate Reason = "certificate"
	Answer      Reason = "answer" // somebody else answers, or the platform is not well
)

// ReasonOf sorts what the network said.
func ReasonOf(err error) Reason {
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "proxyconnect" || strings.HasPrefix(op.Op, "socks")) {
		return Proxy
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return Name
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return Certificate
	}
	if _, ok := errors.AsType[AnswerError](err); ok {
		return Answer
	}
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused
	case ok && timeout.Timeout():
		return Timeout
	default:
		return Cut
	}
}

// Cause takes off what net/http puts around an error, since that prints the address.
func Cause(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
