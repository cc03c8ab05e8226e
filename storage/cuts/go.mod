module danvanbot/storage/cuts

go 1.26.0

require (
	danvanbot v0.0.0
	github.com/hanwen/go-fuse/v2 v2.12.1
	go.etcd.io/bbolt v1.5.0
)

require (
	github.com/fxamacker/cbor/v2 v2.10.0 // indirect
	github.com/tidwall/btree v1.8.2 // indirect
	github.com/x448/float16 v0.8.4 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace danvanbot => ../..
