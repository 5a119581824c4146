package e2e

import "testing"

func TestEdits(t *testing.T) {
	s := settings{"dev": "account: \"1\"\nweb:\n  port: 8080\n", "prod": "account: \"2\"\n"}
	changed, err := s.with("dev", set("account", `"$3"`), set("port", "80"), add("web", "a: 1", "b: 2"), add("", "top: 1"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := changed["dev"], "top: 1\naccount: \"$3\"\nweb:\n  a: 1\n  b: 2\n  port: 80\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if changed["prod"] != s["prod"] || s["dev"] == changed["dev"] {
		t.Error("more than dev's copy has changed")
	}
	if got, err := changed.value("prod", "account"); got != "2" {
		t.Errorf("got %q, want 2 (%v)", got, err)
	}
}

func TestEditsWithinASection(t *testing.T) {
	s := settings{"dev": "database:\n  port: 1\nweb:\n  port: 2\n\n  a: 1\nother:\n  port: 3\n"}
	changed, err := s.with("dev", set("web.port", "4"))
	if want := "database:\n  port: 1\nweb:\n  port: 4\n\n  a: 1\nother:\n  port: 3\n"; err != nil || changed["dev"] != want {
		t.Errorf("got %q, want %q (%v)", changed["dev"], want, err)
	}
	if _, err := s.with("dev", set("cache.port", "4")); err == nil {
		t.Error("a section that is not there is changed")
	}
}

func TestEditsThatFindNothing(t *testing.T) {
	s := settings{"dev": "web:\n  port: 1\n  port: 2\n"}
	for name, change := range map[string]edit{"a key twice": set("port", "3"), "no key": set("account", "1"), "no section": add("database", "a: 1")} {
		if _, err := s.with("dev", change); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := s.value("dev", "port"); err == nil {
		t.Error("the value of a key that is there twice is taken")
	}
}

func TestCertificateOfAnEnvironment(t *testing.T) {
	s := settings{"named": "top: 1\nweb:\n  certificateArn: a\n", "made": "top: 1\nweb:\n  port: 1\n"}
	for environment, want := range map[string]string{"named": "top: 1\nweb:\n  certificateArn: b\n", "made": "top: 1\nweb:\n  certificateArn: b\n  port: 1\n"} {
		changed, err := s.with(environment, s.certificate(environment, "b"))
		if err != nil || changed[environment] != want {
			t.Errorf("%s: got %q, want %q (%v)", environment, changed[environment], want, err)
		}
	}
}

func TestOnly(t *testing.T) {
	if got := (settings{"dev": "a", "prod": "b"}).only("prod"); len(got) != 1 || got["prod"] != "b" {
		t.Errorf("got %v", got)
	}
}
