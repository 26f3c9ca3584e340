package store_test

import (
	"testing"

	"hailong/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
