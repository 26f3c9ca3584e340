package survey

// Shipped are the questionnaires that come with the program: the short form for
// the counter, and the 19 questions of Quyết định 1001/QĐ-BNV of 2023. A new
// database starts with both. They are new values at every call, without ids.
func Shipped() []Questionnaire { return []Questionnaire{shortForm(), sipas()} }

// officialFactors are the five factors of the 1001/QĐ-BNV questions, by the
// codes that both shipped forms use, so that their figures stand side by side.
func officialFactors() []Factor {
	return []Factor{
		{"TC", Text{"Tiếp cận", "Access to the service"}, Text{"Tiếp cận", "Access"}},
		{
			"TTHC",
			Text{"Thủ tục hành chính", "Administrative procedure"},
			Text{"Thủ tục hành chính", "Procedure"},
		},
		{
			"CC",
			Text{"Công chức trực tiếp giải quyết công việc", "Officer who handles the matter"},
			Text{"Công chức", "Officer"},
		},
		{
			"KQ",
			Text{
				"Kết quả (được cấp giấy tờ hoặc bị từ chối cấp giấy tờ)",
				"Result (papers issued or refused)",
			},
			Text{"Kết quả", "Result"},
		},
		{
			"PAKN",
			Text{
				"Cơ quan nhà nước tiếp nhận, xử lý phản ánh, kiến nghị của người dân",
				"Receiving and handling people's complaints and ideas",
			},
			Text{"Phản ánh, kiến nghị", "Complaints and ideas"},
		},
	}
}

// The answers beside the scale: who has no result yet, or never complained,
// would otherwise tick the middle, which counts as not satisfied.
var (
	noResultYet     = Text{"Chưa nhận kết quả", "No result yet"}
	neverComplained = Text{"Chưa từng phản ánh", "Never complained"}
)

// shortForm asks one question for each factor, and the overall one last: whoever
// stops early has answered what counts.
func shortForm() Questionnaire {
	return Questionnaire{
		Code: "short", Version: 1, Seconds: 30,
		Name:    Text{"Phiếu ngắn 6 câu", "Short form, 6 questions"},
		Factors: officialFactors(),
		Questions: []Question{
			{
				Code: "TC", Factor: "TC", Counts: true,
				Text: Text{"Thông tin, chỉ dẫn và nơi tiếp dân", "Information, signs and premises"},
				Hint: Text{"Dễ tìm, dễ hiểu; nơi tiếp dân sạch sẽ.", "Easy to find and understand; clean."},
			},
			{
				Code: "TTHC", Factor: "TTHC", Counts: true,
				Text: Text{"Thủ tục, giấy tờ, phí và thời hạn", "Procedure, papers, fees and time"},
				Hint: Text{
					"Niêm yết dễ thấy; thu, hẹn đúng quy định.",
					"Posted clearly; fees and times as in the rules.",
				},
			},
			{
				Code: "CC", Factor: "CC", Counts: true,
				Text: Text{"Công chức làm việc với Ông/Bà", "The officer who served you"},
				Hint: Text{"Lịch sự, tận tình, hướng dẫn dễ hiểu.", "Polite, caring, clear."},
			},
			{
				Code: "KQ", Factor: "KQ", Counts: true,
				Text: Text{"Kết quả giải quyết", "The result"},
				Hint: Text{
					"Đúng hẹn, chính xác, công bằng, kể cả khi bị từ chối.",
					"On time, correct and fair, even if refused.",
				},
				NotApplicable: noResultYet,
			},
			{
				Code: "PAKN", Factor: "PAKN", Counts: true,
				Text: Text{"Việc tiếp nhận phản ánh, kiến nghị", "How complaints and ideas are handled"},
				Hint: Text{
					"Dễ góp ý; góp ý được xử lý và trả lời.",
					"Easy to raise; dealt with and answered.",
				},
				NotApplicable: neverComplained,
			},
			{Code: "O", Text: Text{"Nhìn chung về lần làm việc này", "This visit overall"}},
		},
	}
}
