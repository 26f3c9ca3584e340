package api_test

import (
	"strings"

	"hailong/store/storetest"
)

// open is a scenario of the public pages and lists, which tell nothing of counters.
func open(method, target string, status int, must ...string) scenario {
	return scenario{
		name: method + " " + target, method: method, target: target, status: status, must: must,
		never: []string{
			storetest.TokenSTP1, storetest.TokenOld, storetest.TokenLong, "Quầy Lý lịch tư pháp", "STP-01",
			`"id"`, `"ID"`, `"token"`, `"counter"`, `"hotline"`, "0258 3822 222", `"comment"`,
		},
		header: "Cache-Control: " + map[bool]string{true: "no-cache", false: "no-store"}[status < 400 ||
			!strings.HasPrefix(target, "/api/")],
	}
}

// catalogueScenarios are those of the pages and lists without figures.
func catalogueScenarios() []scenario {
	return []scenario{
		open("GET", "/method", 200, "Phương pháp", "318,3244"),
		open("GET", "/method?lang=en", 200, `<html lang="en">`, "318.3244"),
		open("HEAD", "/method", 200),
		open("GET", "/agencies", 200, "Sở Tư pháp", "UBND thành phố Nha Trang"),
		open("GET", "/agencies?lang=en&q=so+tu", 200, "Department of Justice", "lang=vi&amp;q=so"),
		open("GET", "/agencies?q=zzz", 200, "Không có cơ quan nào khớp"),
		open("GET", "/agencies?on=all", 200, "Từ trước đến nay có 5 cơ quan"),
		open("GET", "/agencies?on=2025-13-45", 422, "Không đọc được ngày này"),
		open("GET", "/agencies?on=soon&lang=en", 422, "This day cannot be read"),
		open("HEAD", "/agencies", 200),
		open("GET", "/questionnaires", 200, "Phiếu ngắn 6 câu", "/questionnaires/sipas"),
		open("HEAD", "/questionnaires", 200),
		open("GET", "/questionnaires/short", 200, "Kết quả giải quyết", "Chưa nhận kết quả", "Khảo sát 2026"),
		open("GET", "/questionnaires/sipas?version=1&lang=en", 200, "The 19 questions", "lang=vi&amp;version=1"),
		open("GET", "/questionnaires/sipas?version=2", 404, "<html"),
		open("GET", "/questionnaires/sipas?version=x", 422, "<html"),
		open("GET", "/questionnaires/nothing", 404, "<html"),
		open("GET", "/questionnaires/nothing?lang=en", 404, `<html lang="en">`),
		open("HEAD", "/questionnaires/short", 200),
		open("GET", "/api/v1/agencies", 200, `"agencies":[{"code":"CDYT"`, `"next":null`, `"predecessors":[]`),
		open("GET", "/api/v1/agencies?limit=2", 200, `"code":"CUCTHUE"`, `"next":"`),
		open("GET", "/api/v1/agencies?group=district&on=all", 200, `"name":"UBND thành phố Nha Trang"`),
		open("GET", "/api/v1/agencies?on=2025-07-01", 200, `"code":"STP"`),
		open("GET", "/api/v1/agencies?group=nobody", 404),
		open("GET", "/api/v1/agencies?limit=0", 422, `"field":"limit"`),
		open("GET", "/api/v1/agencies?limit=501", 422, `"field":"limit"`),
		open("GET", "/api/v1/agencies?limit=x", 422, `"field":"limit"`),
		open("GET", "/api/v1/agencies?cursor=!", 422, `"field":"cursor"`),
		open("GET", "/api/v1/agencies?cursor=STP", 422, `"field":"cursor"`),
		open("GET", "/api/v1/agencies?on=soon", 422, `"field":"on"`),
		open("HEAD", "/api/v1/agencies", 200),
		open("GET", "/api/v1/questionnaires", 200, `"code":"short","version":1,"versions":[1]`, `"code":"sipas"`),
		open("GET", "/api/v1/questionnaires?limit=1", 200, `"code":"short"`, `"next":"`),
		open("GET", "/api/v1/questionnaires?limit=-1", 422, `"field":"limit"`),
		open("GET", "/api/v1/questionnaires?cursor=%00", 422, `"field":"cursor"`),
		open("HEAD", "/api/v1/questionnaires", 200),
		open("GET", "/api/v1/questionnaires/short", 200, `"factor":null,"counts":false`, `"vi":"Chưa nhận kết quả"`),
		open("GET", "/api/v1/questionnaires/sipas?version=1", 200, `"code":"33"`, `"en":"The agency tells`),
		open("GET", "/api/v1/questionnaires/short?version=9", 404),
		open("GET", "/api/v1/questionnaires/short?version=x", 422, `"field":"version"`),
		open("GET", "/api/v1/questionnaires/nothing", 404),
		open("HEAD", "/api/v1/questionnaires/short", 200),
	}
}
