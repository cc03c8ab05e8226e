package main

import (
	"context"
	"io"
)

func merge(context.Context, io.Writer, *ours) error { return nil }
