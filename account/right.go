package account

import "hailong/survey"

// Action is something that needs a right.
type Action string

// The actions. docs/roles.md prints the same table, which a test compares.
const (
	SignedIn      Action = "signed_in"      // one's own account, and the pages that lead on
	SeeFigures    Action = "see_figures"    // figures that are not public, and below the minimum
	SeeComments   Action = "see_comments"   // what people wrote
	SeeCounters   Action = "see_counters"   // counters with their codes, and their posters
	SeeCatalogue  Action = "see_catalogue"  // what EditCatalogue changes, with its drafts and files
	EditCatalogue Action = "edit_catalogue" // agencies, counters, questionnaires, survey plans
	Correct       Action = "correct"        // exclude and reassign responses, look for flags
	Decide        Action = "decide"         // approve what another proposed for his own agency
	SeeAccounts   Action = "see_accounts"
	EditAccounts  Action = "edit_accounts"
	SeeKeys       Action = "see_keys" // keys of other programs: which there are, never what they are
	EditKeys      Action = "edit_keys"
	SeeLog        Action = "see_log" // the log of changes

	SeeCriteria  Action = "see_criteria"  // criteria sets
	EditCriteria Action = "edit_criteria" // sets that no round uses yet
	SeeSheets    Action = "see_sheets"    // sheets with their history and evidence, plan tasks
	FillSheet    Action = "fill_sheet"    // the agency's own part, its tasks and petitions
	RunRound     Action = "run_round"     // open a round, move its steps, assign, confirm tasks
	Appraise     Action = "appraise"      // the council's part
	Unlock       Action = "unlock"        // reopen a sheet after its time
	SeeIndex     Action = "see_index"     // the index before it is published
	CloseEdition Action = "close_edition" // freeze an edition, or take it back
	Publish      Action = "publish"       // make a closed edition public
)

// Actions are all actions, in the order of the table.
var Actions = []Action{
	SignedIn, SeeFigures, SeeComments, SeeCounters, SeeCatalogue, EditCatalogue, Correct, Decide, SeeAccounts,
	EditAccounts, SeeKeys, EditKeys, SeeLog, SeeCriteria, EditCriteria, SeeSheets, FillSheet, RunRound,
	Appraise, Unlock, SeeIndex, CloseEdition, Publish,
}

// Reach is whose figures an action may touch.
type Reach string

// The reaches.
const (
	None  Reach = "none"
	Own   Reach = "own"   // of one's own agency
	Other Reach = "other" // of other agencies only: nobody decides about his own
	All   Reach = "all"
)

// rights is the one table of who may do what. What is not in it is not allowed.
// Counter staff (clerks) read neither comments nor single ballots: figures that move
// with each answer would tell them what the person has said who stood there.
var rights = map[Action]map[Role]Reach{
	SignedIn: {
		Admin: All, Secretary: All, Chair: All, Appraiser: All, Publisher: All, Auditor: All,
		Manager: Own, Viewer: Own, Clerk: Own,
	},
	SeeFigures: {
		Admin: All, Secretary: All, Chair: All, Appraiser: All, Publisher: All, Auditor: All,
		Manager: Own, Viewer: Own,
	},
	SeeComments:   {Admin: All, Auditor: All, Manager: Own, Viewer: Own},
	SeeCounters:   {Admin: All, Auditor: All, Manager: Own, Clerk: Own},
	SeeCatalogue:  {Admin: All, Auditor: All},
	EditCatalogue: {Admin: All},
	Correct:       {Admin: All},
	Decide:        {Admin: Other, Chair: Other, Publisher: Other},
	SeeAccounts:   {Admin: All, Auditor: All},
	EditAccounts:  {Admin: All},
	SeeKeys:       {Admin: All, Auditor: All},
	EditKeys:      {Admin: All},
	SeeLog:        {Admin: All, Auditor: All},
	SeeCriteria: {
		Admin: All, Secretary: All, Chair: All, Appraiser: All, Publisher: All, Auditor: All,
		Manager: All, Viewer: All,
	},
	EditCriteria: {Admin: All, Secretary: All},
	SeeSheets: {
		Admin: All, Secretary: All, Chair: All, Appraiser: All, Publisher: All, Auditor: All,
		Manager: Own, Viewer: Own,
	},
	FillSheet:    {Manager: Own},
	RunRound:     {Admin: All, Secretary: All, Chair: All}, // the chair: what a secretary is too near for
	Appraise:     {Chair: Other, Appraiser: Other},
	Unlock:       {Secretary: Other, Chair: Other},
	SeeIndex:     {Admin: All, Secretary: All, Chair: All, Publisher: All, Auditor: All},
	CloseEdition: {Admin: All, Secretary: All},
	Publish:      {Publisher: All},
}

// Reach is how far a role's right to an action goes.
func (r Role) Reach(a Action) Reach {
	if reach, ok := rights[a][r]; ok {
		return reach
	}
	return None
}

// May tells whether an account may do something to an agency's figures.
func (a *Account) May(c *survey.Catalogue, action Action, agency survey.AgencyID) bool {
	switch a.Role.Reach(action) {
	case All:
		return true
	case Own:
		return a.Owns(c, agency)
	case Other:
		return !a.Near(c, agency)
	}
	return false
}
