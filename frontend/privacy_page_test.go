package frontend

import (
	"html"
	"strings"
	"testing"

	"hailong/frontend/words"
	"hailong/survey"
)

// Every sentence of the catalogue stands on the page, filled.
func TestPrivacyPageSaysEverything(t *testing.T) {
	for _, lang := range survey.Languages {
		page := NewPrivacyPage(testFrame(lang, "/privacy", ""), emptyProvince(),
			PrivacyTerms{CommentMonths: 36, Contact: "Sở Nội vụ, 0258 3822 222"})
		text := html.UnescapeString(drawn(t, page))
		args := survey.Args{
			"province": page.In(page.Province), "months": 36, "together": 5, "contact": "Sở Nội vụ, 0258 3822 222",
		}
		for key := range catalogueOf(t, "privacy", lang) {
			said := words.Say(lang, key, args)
			if !strings.Contains(text, said) && key != "privacy.contact_none" {
				t.Errorf("%s: the page does not say %s: %s", lang, key, said)
			}
		}
		for _, part := range page.Parts {
			id := part.URL[strings.Index(part.URL, "#")+1:]
			if !strings.Contains(text, `<h2 id="`+id+`">`) {
				t.Errorf("no section %s", id)
			}
		}
	}
}

func TestPrivacyPageNamesTheDepartmentWithoutAContact(t *testing.T) {
	page := NewPrivacyPage(testFrame(survey.Vietnamese, "/privacy", ""), emptyProvince(), PrivacyTerms{CommentMonths: 24})
	if whom := page.Whom(); !strings.Contains(whom, "Sở Nội vụ") {
		t.Error(whom)
	}
}

// Who asks, what for, and what is not kept stands on the form itself, with the way to
// the rest (law 91/2025/QH15).
func TestFormsStateThePurpose(t *testing.T) {
	said := map[survey.Lang][]string{
		survey.Vietnamese: {
			"Sở Nội vụ tỉnh Khánh Hòa tổ chức", "đo mức độ hài lòng", "công bố hằng năm",
			"không lưu tên, số điện thoại hay địa chỉ mạng", `href="/privacy">Quyền riêng tư<`,
			"Xin đừng ghi họ tên, số điện thoại hay số giấy tờ",
		},
		survey.English: {
			"Department of Home Affairs of Khanh Hoa province", "to measure satisfaction", "published every year",
			"name, phone number and network address are not kept", `href="/privacy?lang=en">Privacy<`,
			"leave out names, phone and document numbers",
		},
	}
	for lang, sentences := range said {
		for shipped := range survey.Shipped() {
			page := draw(t, testForm(lang, shipped))
			for _, want := range sentences {
				if !strings.Contains(page, want) {
					t.Errorf("%s form %d: no %q", lang, shipped, want)
				}
			}
		}
	}
}
