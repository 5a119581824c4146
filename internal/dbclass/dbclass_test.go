package dbclass_test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/internal/dbclass"
)

func TestMemory(t *testing.T) {
	for class, want := range map[string]float64{
		"db.t4g.micro": 1, "db.t3.small": 2, "db.t4g.medium": 4, "db.t3.large": 8, "db.t4g.xlarge": 16, "db.t3.2xlarge": 32,
		"db.m7g.large": 8, "db.m6gd.xlarge": 16, "db.m5.24xlarge": 384, "db.m8g.48xlarge": 768, "db.m7i.2xlarge": 32,
		"db.r6g.large": 16, "db.r7i.48xlarge": 1536, "db.r4.large": 15.25, "db.r3.8xlarge": 244,
		"db.c6gd.medium": 2, "db.c6gd.16xlarge": 128,
		"db.x2g.large": 32, "db.x2iedn.xlarge": 128, "db.x2idn.16xlarge": 1024, "db.x1.16xlarge": 976, "db.x1e.32xlarge": 3904,
		"db.x2iezn.2xlarge": 256, "db.x8g.xlarge": 64, "db.z1d.large": 16,
	} {
		if got, known := dbclass.MemoryGiB(class); !known || got != want {
			t.Errorf("%s has %v GiB (known: %t), want %v", class, got, known, want)
		}
	}
	for _, class := range []string{"", "db.serverless", "db.q1.large", "db.x9.large", "db.t4g.4xlarge", "db.m7g.nano", "db.m7g.0xlarge", "db.m7g.02xlarge", "db.m7g.metal", "m7g.large", "db.r5b.xlarge.tpc2.mem2x"} {
		if got, known := dbclass.MemoryGiB(class); known {
			t.Errorf("%s is known to have %v GiB", class, got)
		}
	}
}

func TestBursts(t *testing.T) {
	for class, want := range map[string]struct{ cpu, storage bool }{
		"db.t4g.micro":   {true, true},
		"db.m7g.large":   {false, true},
		"db.m6i.4xlarge": {false, true},
		"db.m6i.8xlarge": {false, false},
		"db.serverless":  {false, false},
	} {
		if got := dbclass.Burstable(class); got != want.cpu {
			t.Errorf("Burstable(%q) is %t", class, got)
		}
		if got := dbclass.BurstsStorage(class); got != want.storage {
			t.Errorf("BurstsStorage(%q) is %t", class, got)
		}
	}
}
