package survey

// sipas asks the 19 questions of Quyết định 1001/QĐ-BNV of 2023, items 15 to 33,
// in their official wording; the English is ours.
func sipas() Questionnaire {
	q := Questionnaire{
		Code: "sipas", Version: 1, Seconds: 180,
		Name: Text{
			"Phiếu 19 câu theo Quyết định 1001/QĐ-BNV", "The 19 questions of Decision 1001/QĐ-BNV",
		},
		Factors: officialFactors(),
	}
	for _, item := range sipasItems {
		question := Question{Code: item.code, Factor: item.factor, Counts: true, Text: item.text}
		switch item.factor {
		case "KQ":
			question.NotApplicable = noResultYet
		case "PAKN":
			question.NotApplicable = neverComplained
		}
		q.Questions = append(q.Questions, question)
	}
	return q
}

var sipasItems = []struct {
	code, factor string
	text         Text
}{
	{"15", "TC", Text{
		"Cơ quan cung cấp thông tin về việc giải quyết thủ tục hành chính theo nhiều hình thức, dễ tiếp cận, dễ hiểu đối với mọi người dân.",
		"The agency gives information on handling administrative procedures in several ways, easy for everyone to reach and to understand.",
	}},
	{"16", "TC", Text{
		"Trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả giải quyết thủ tục hành chính có biển hiệu, hướng dẫn rõ ràng, dễ thấy.",
		"The office where papers are handed in and results collected has signs and directions that are clear and easy to see.",
	}},
	{"17", "TC", Text{
		"Trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả giải quyết thủ tục hành chính sạch sẽ, văn minh.",
		"The office where papers are handed in and results collected is clean and orderly.",
	}},
	{"18", "TC", Text{
		"Trang thiết bị phục vụ người dân đầy đủ, chất lượng tốt, giúp người dân giải quyết công việc dễ dàng hơn.",
		"The equipment provided for people is complete and of good quality, and makes it easier to settle their business.",
	}},
	{"19", "TTHC", Text{
		"Quy định thủ tục hành chính được niêm yết công khai tại trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả giải quyết thủ tục hành chính dễ thấy, dễ hiểu.",
		"The rules of the administrative procedure are posted publicly in the office where papers are handed in and results collected, easy to see and to understand.",
	}},
	{"20", "TTHC", Text{
		"Thành phần hồ sơ người dân phải nộp là đúng quy định.",
		"The papers that people must hand in are as the rules say.",
	}},
	{"21", "TTHC", Text{
		"Mức phí/lệ phí người dân phải nộp là đúng quy định.",
		"The fees and charges that people must pay are as the rules say.",
	}},
	{"22", "TTHC", Text{
		"Thời hạn giải quyết thủ tục hành chính cho người dân là đúng quy định.",
		"The time taken to settle people's administrative procedures is as the rules say.",
	}},
	{"23", "CC", Text{
		"Công chức có thái độ giao tiếp lịch sự, tôn trọng đối với người dân.",
		"The officer is polite and respectful towards people.",
	}},
	{"24", "CC", Text{
		"Công chức cung cấp thông tin, trả lời kịp thời, đầy đủ các câu hỏi, ý kiến của người dân.",
		"The officer gives information and answers people's questions and remarks promptly and fully.",
	}},
	{"25", "CC", Text{
		"Công chức hướng dẫn hồ sơ dễ hiểu, đảm bảo người dân có thể hoàn thiện hồ sơ sau một lần hướng dẫn.",
		"The officer's guidance on the papers is easy to understand, so that people can complete them after being told once.",
	}},
	{"26", "CC", Text{
		"Công chức tuân thủ đúng quy định trong giải quyết công việc cho người dân.",
		"The officer keeps to the rules in settling people's business.",
	}},
	{"27", "CC", Text{
		"Công chức tận tình đối với người dân trong quá trình giải quyết công việc.",
		"The officer is caring and dedicated while settling people's business.",
	}},
	{"28", "KQ", Text{
		"Kết quả giải quyết thủ tục hành chính cho người dân được trả đúng hẹn.",
		"The result of people's administrative procedures is given on the promised date.",
	}},
	{"29", "KQ", Text{
		"Kết quả giải quyết thủ tục hành chính cho người dân có thông tin đầy đủ, chính xác.",
		"The result of people's administrative procedures is complete and correct.",
	}},
	{"30", "KQ", Text{
		"Kết quả giải quyết thủ tục hành chính cho người dân đảm bảo tính công bằng.",
		"The result of people's administrative procedures is fair.",
	}},
	{"31", "PAKN", Text{
		"Cơ quan có bố trí hình thức tiếp nhận phản ánh, kiến nghị, giúp người dân phản ánh, kiến nghị dễ dàng.",
		"The agency provides ways to receive complaints and ideas that make it easy for people to raise them.",
	}},
	{"32", "PAKN", Text{
		"Cơ quan tiếp nhận, xử lý phản ánh, kiến nghị của người dân đúng quy định.",
		"The agency receives and handles people's complaints and ideas as the rules say.",
	}},
	{"33", "PAKN", Text{
		"Cơ quan thông báo kết quả xử lý phản ánh kiến nghị cho người dân kịp thời.",
		"The agency tells people promptly how their complaints and ideas were dealt with.",
	}},
}
