// Package browser sees pages in a real browser, headless Chromium, as visitors do. It is a module of its own: the library does
// not depend on what drives a browser.
package browser

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// A screen is what a visitor looks at a page with.
type screen struct {
	name          string
	width, height int64
	mobile        bool
	dark          bool
}

// seen is what a browser makes of a page.
type seen struct {
	Problems []string `json:"problems"` // what a reader would mind
	Title    string   `json:"title"`
	Text     string   `json:"text"`
	Language string   `json:"language"`
	Asked    []string `json:"-"` // what the browser has asked for, besides the page
	picture  []byte
}

//go:embed look.js
var look string

// names are what Chromium is called on one system or another.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// open starts a browser of its own, with a new profile in a folder, that asks nobody for anything by itself.
func open(folder string) (context.Context, func(), error) {
	var program string
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		return nil, nil, errors.New("no Chromium; make browser installs it on Debian and Ubuntu")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program), chromedp.UserDataDir(folder),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-default-apps", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), // a page that asks elsewhere gets nothing
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	browser, stop := chromedp.NewContext(allocator)
	if err := chromedp.Do(browser); err != nil {
		stop()
		end()
		return nil, nil, fmt.Errorf("%s: %w", program, err)
	}
	return browser, func() { stop(); end() }, nil
}

// see opens a page in a tab of its own and looks at it.
func see(browser context.Context, url string, on screen) (*seen, error) {
	tab, closeTab := chromedp.NewContext(browser)
	defer closeTab()
	var asked requests
	if err := chromedp.Listen(tab, asked.hear); err != nil {
		return nil, err
	}
	tab, cancel := context.WithTimeout(tab, time.Minute)
	defer cancel()
	scheme := "light"
	if on.dark {
		scheme = "dark"
	}
	if err := chromedp.Do(tab,
		command(network.Enable, network.EnableParams{}),
		command(network.ClearBrowserCookies, cdp.Empty{}), // which another page of the same host may have left
		command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: on.width, Height: on.height, ScreenWidth: on.width, ScreenHeight: on.height, DeviceScaleFactor: 1, Mobile: on.mobile}),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}),
		chromedp.Navigate(url),
		chromedp.Sleep(300*time.Millisecond), // for what comes late: an icon, an image
	); err != nil {
		return nil, err
	}
	page, err := chromedp.Run(tab, chromedp.Evaluate[*seen](look))
	if err != nil {
		return nil, err
	}
	page.Asked = asked.besides(url)
	page.picture, err = chromedp.Run(tab, chromedp.CaptureScreenshot())
	return page, err
}

// command is a step that gives a command of the browser's own protocol.
func command[P, R any](of cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, of, params)
		return chromedp.Void{}, err
	}
}

// requests are what a tab asks for.
type requests struct {
	sync.Mutex
	urls []string
}

func (r *requests) hear(event any) {
	if request, ok := event.(*network.EventRequestWillBeSent); ok {
		r.Lock()
		defer r.Unlock()
		r.urls = append(r.urls, request.Request.URL)
	}
}

// besides are the requests but for the page itself, and for an icon that is empty.
func (r *requests) besides(page string) []string {
	r.Lock()
	defer r.Unlock()
	return slices.DeleteFunc(slices.Clone(r.urls), func(url string) bool { return url == page || url == "data:," })
}
