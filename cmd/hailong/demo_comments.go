package main

import "hailong/survey/simulate"

// What some of the demonstration's visitors write: those who were content, and those
// who were not.
var (
	demoPraise = []string{
		"Cán bộ hướng dẫn tận tình, dễ hiểu.",
		"Làm nhanh hơn giấy hẹn hai ngày, xin cảm ơn.",
		"Chỗ ngồi chờ sạch sẽ, có nước uống, có quạt mát.",
		"Lần này chỉ phải đi một lần là xong.",
		"Bảng thủ tục dán ở cửa rõ ràng, dễ đọc.",
		"Nộp qua mạng rồi ra lấy kết quả, rất tiện.",
	}
	demoBlame = []string{
		"Chờ gần một buổi sáng mới đến lượt.",
		"Lần trước thiếu một giấy, lần này lại thiếu giấy khác; mong báo đủ một lần.",
		"Hẹn ngày 12 mà đến ngày 20 mới có kết quả.",
		"Phản ánh từ tháng trước chưa thấy trả lời.",
		"Buổi chiều 4 giờ quầy đã nghỉ.",
		"Chữ trên bảng niêm yết nhỏ quá, người già không đọc được.",
	}
)

// demoEach is the share of visitors who write something: one in so many.
const demoEach = 12

// addDemoComments lets some of the made-up visitors write, as their answers are.
func addDemoComments(sent []simulate.Sent) {
	for i := 0; i < len(sent); i += demoEach {
		sum, count := 0, 0
		for _, level := range sent[i].Draft.Answers {
			sum, count = sum+level, count+1
		}
		words := demoBlame
		if count > 0 && sum >= 4*count {
			words = demoPraise
		}
		sent[i].Draft.Comment = words[i/demoEach%len(words)]
	}
}
