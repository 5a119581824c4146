package dbparameter

import (
	"slices"
	"strings"
	"testing"
)

func TestProblem(t *testing.T) {
	for _, c := range []struct{ engine, name, want string }{
		{"mysql", "innodb_buffer_pool_size", ""},
		{"aurora-mysql", "aurora_lab_mode", ""},
		{"mariadb", "aria_pagecache_buffer_size", ""},
		{"postgres", "TimeZone", ""},
		{"aurora-postgres", "rds.force_ssl", ""},
		{"aurora-postgres", "aurora_compute_plan_id", ""},
		{"mysql", "unheard_of", ""},
		{"postgres", "my_extension.switch", ""},
		{"aurora-postgres", "aurora_anything", ""},
		{"aurora-mysql", "aurora_anything", ""},
		{"mariadb", "innodb_anything", ""},

		{"mysql", "innodb_bufer_pool_size", "is not known of mysql; did you mean innodb_buffer_pool_size?"},   // a letter less
		{"mysql", "innodb_bufffer_pool_size", "is not known of mysql; did you mean innodb_buffer_pool_size?"}, // a letter more
		{"mysql", "innodb_biffer_pool_size", "is not known of mysql; did you mean innodb_buffer_pool_size?"},  // another letter
		{"mysql", "innodb_bufefr_pool_size", "is not known of mysql; did you mean innodb_buffer_pool_size?"},  // two the wrong way around
		{"mysql", "innodb_bifir_pool_size", ""}, // three letters
		{"mysql", "gtid_mode", "is not known of mysql; did you mean gtid-mode?"},
		{"postgres", "max_wal_sise", "is not known of postgres; did you mean max_wal_size?"}, // and not min_wal_size
		{"postgres", "time_zone", "is not known of postgres; did you mean timezone?"},
		{"mysql", "timezone", "is not known of mysql; did you mean time_zone?"},
		{"postgres", "jot", ""},
		{"postgres", "gequ", "is not known of postgres; did you mean geqo?"},
		{"postgres", "gaqu", ""},
		{"postgres", "lc_tile", "is not known of postgres; did you mean lc_time?"},
		{"postgres", "lc_pale", ""},
		{"postgres", "wark_mam", "is not known of postgres; did you mean work_mem?"},

		{"mysql", "max_wal_size", "is a parameter of postgres and aurora-postgres, not of mysql; leave it out"},
		{"mysql", "rds.anything", "is a parameter of postgres and aurora-postgres, not of mysql; leave it out"},
		{"mysql", "aurora_anything", "is a parameter of aurora-mysql and aurora-postgres, not of mysql; leave it out"},
		{"postgres", "apg_anything", "is a parameter of aurora-postgres, not of postgres; leave it out"},
		{"postgres", "sql_mode", "is a parameter of mysql, mariadb and aurora-mysql, not of postgres; leave it out"},
		{"postgres", "innodb_anything", "is a parameter of mysql, mariadb and aurora-mysql, not of postgres; leave it out"},
		{"mariadb", "innodb_redo_log_capacity", "is a parameter of mysql and aurora-mysql, not of mariadb; leave it out"},
		{"mysql", "aurora_lab_mode", "is a parameter of aurora-mysql, not of mysql; leave it out"},
		{"mysql", "query_cache_size", "is a parameter of mariadb, not of mysql; leave it out"},
		{"mysql", "aria_anything", "is a parameter of mariadb, not of mysql; leave it out"},
	} {
		if got := Problem(c.engine, c.name); got != c.want {
			t.Errorf("%s of %s %q, want %q", c.name, c.engine, got, c.want)
		}
	}
}

// A name that is there twice, or that no parameter can have, is a slip of the pen here.
func TestNames(t *testing.T) {
	for _, f := range families {
		for i, name := range f.names {
			if slices.Index(f.names, name) != i {
				t.Errorf("%s of %v is there twice", name, f.engines)
			}
			if name != strings.ToLower(name) {
				t.Errorf("%s of %v is not in small letters", name, f.engines)
			}
		}
		if len(f.names) < 15 {
			t.Errorf("%d names of %v", len(f.names), f.engines)
		}
	}
}
