package account

import "slices"

// Role (vai trò) is what a person does here. An account has one: who does two things
// has two accounts, so that the log says in which of them something was done.
type Role string

// The roles. The first belong to Sở Nội vụ or to the council, the others to agencies;
// the agency of an account is its own, whatever the role.
const (
	Admin     Role = "admin"     // quản trị của Sở Nội vụ
	Secretary Role = "secretary" // thư ký hội đồng
	Chair     Role = "chair"     // chủ tịch hội đồng
	Appraiser Role = "appraiser" // người thẩm định, all areas or named ones
	Publisher Role = "publisher" // lãnh đạo duyệt công bố
	Auditor   Role = "auditor"   // kiểm tra: reads all, changes nothing
	Manager   Role = "manager"   // quản lý của cơ quan
	Viewer    Role = "viewer"    // người xem của cơ quan
	Clerk     Role = "clerk"     // người nhập liệu, at the counter
)

// Roles are all roles, in the order in which they are offered.
var Roles = []Role{Admin, Secretary, Chair, Appraiser, Publisher, Auditor, Manager, Viewer, Clerk}

// NeedsSecondFactor tells whether a role signs in with a second factor or not at all:
// who can change everybody's figures, let such a change pass, publish them, or read the
// whole log is the one worth robbing.
func (r Role) NeedsSecondFactor() bool {
	return slices.Contains([]Role{Admin, Chair, Publisher, Auditor}, r)
}
