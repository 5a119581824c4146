package browser

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var pictures = flag.Bool("pictures", false, "write the pictures in docs/ anew")

// largestPicture keeps the pictures in docs/ small.
const largestPicture = 40_000

var screens = []screen{
	{"phone-light", 390, 844, true, false},
	{"phone-dark", 390, 844, true, true},
	{"desktop-light", 1280, 800, false, false},
	{"desktop-dark", 1280, 800, false, true},
	{"small phone", 320, 568, true, false},
	{"phone on its side", 844, 390, true, true},
}

// serve answers every path with a page, as a load balancer's fixed response does, and returns its address.
func serve(t *testing.T, page string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/shop/basket"
}

func sorryPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../internal/sorrypage/page.html")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestSorryPage sees the default page on every screen.
func TestSorryPage(t *testing.T) {
	browser, end, err := open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	url := serve(t, sorryPage(t))
	for _, on := range screens {
		t.Run(on.name, func(t *testing.T) {
			page, err := see(browser, url, on)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range page.Problems {
				t.Error(problem)
			}
			if len(page.Asked) > 0 {
				t.Errorf("the browser asks for %v", page.Asked)
			}
			if page.Title != "Back soon · まもなく再開します" || page.Language != "en" {
				t.Errorf("the title is %q, the language %q", page.Title, page.Language)
			}
			for _, text := range []string{"We’ll be back soon", "Please try again later.", "まもなく再開します", "再度お試しください。", "Try again · 再読み込み"} {
				if !strings.Contains(page.Text, text) {
					t.Errorf("a visitor does not read %q but\n%s", text, page.Text)
				}
			}
			if *pictures && !strings.Contains(on.name, " ") {
				if err := os.WriteFile(filepath.Join("../../docs", "sorry-page-"+on.name+".png"), page.picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if len(page.picture) > largestPicture {
				t.Errorf("the picture has %d bytes, of %d at most", len(page.picture), largestPicture)
			}
		})
	}
}

// TestBadPages spoils the page in one way after the other, and sees that each is noticed.
func TestBadPages(t *testing.T) {
	browser, end, err := open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	good := sorryPage(t)
	phone, night := screens[0], screens[1]
	for is, c := range map[string]struct {
		old, spoilt string
		on          screen
		want        string // how a problem or a request begins
	}{
		"no doctype":                 {"<!doctype html>", "", phone, "quirks: "},
		"another charset":            {"charset=utf-8", "charset=shift_jis", phone, "charset: "},
		"as wide as a desktop":       {"<meta name=viewport content=width=device-width>", "", phone, "overflow: "},
		"too wide":                   {"max-width:29em", "width:40em", phone, "overflow: "},
		"too long":                   {"min-height:90vh", "min-height:120vh", phone, "below: "},
		"no main":                    {"<main>", "<div>", phone, "structure: no main"},
		"no heading":                 {"<h1>We’ll be back soon</h1>", "", phone, "structure: not one h1"},
		"a script":                   {"</main>", "<script>1</script></main>", phone, "script: "},
		"a cookie":                   {"</main>", "<script>document.cookie='a=b'</script></main>", phone, "storage: "},
		"never dark":                 {"prefers-color-scheme:dark", "prefers-color-scheme:none", night, "scheme: "},
		"always dark":                {"#f6f7f9", "#14181f", phone, "scheme: "},
		"hidden Japanese":            {"<div lang=ja>", "<div lang=ja style=display:none>", phone, "hidden: まもなく"},
		"cut off":                    {"main{", "main{overflow:hidden;position:relative;left:-9em;", phone, "cut: "},
		"small print":                {"font:18px", "font:15px", phone, "small: "},
		"grey on grey":               {"#1f2937", "#8b95a5", phone, "contrast: "},
		"a pale link":                {"--a:#0b62a4", "--a:#9cc9ee", phone, "contrast: "},
		"a pale link in the dark":    {"--a:#7cc0ff", "--a:#2d4257", night, "contrast: "},
		"no language":                {"<html lang=en>", "<html>", phone, "language: none for We"},
		"Japanese that is not named": {"<div lang=ja>", "<div>", phone, "language: en for まもなく"},
		"no Japanese":                {"lang=ja", "lang=zh", phone, "language: nothing in ja"},
		"an icon of the site's":      {"<link rel=icon href=data:,>", "<link rel=icon href=/favicon.ico>", phone, "http://127.0.0.1:"},
		"an image from elsewhere":    {"</main>", "<img src=https://example.com/pixel.gif alt=></main>", phone, "https://example.com/"},
		"a font from elsewhere":      {"<style>", "<style>@import 'https://example.com/font.css';", phone, "https://example.com/"},
	} {
		t.Run(is, func(t *testing.T) {
			spoilt := strings.ReplaceAll(good, c.old, c.spoilt)
			if spoilt == good {
				t.Fatalf("the page has no %q", c.old)
			}
			page, err := see(browser, serve(t, spoilt), c.on)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(append(page.Problems, page.Asked...), func(p string) bool { return strings.HasPrefix(p, c.want) }) {
				t.Errorf("nothing of %q, but %q and %q", c.want, page.Problems, page.Asked)
			}
		})
	}
}

func TestWithoutBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, _, err := open(t.TempDir()); err == nil || err.Error() != "no Chromium; make browser installs it on Debian and Ubuntu" {
		t.Errorf("the error is %v", err)
	}
}
