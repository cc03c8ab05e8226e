package review

import (
	"fmt"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/sheet"
)

// How many models ran at the end of the review, and how many of them others had taken over.
const (
	ProvinceModels   = 14
	DistrictModels   = 4
	ReplicatedModels = 3
)

// Models is the registry of models, with a header.
func Models() sheet.Table {
	rows := [][]string{{"Tên mô hình", "Cấp", "Đơn vị", "Lĩnh vực", "Thí điểm", "Công nhận", "Nhân rộng"}}
	tree := orgunit.Sample()
	districts := tree.Below(Province, Days.To)
	for i := range ProvinceModels + DistrictModels {
		row := []string{fmt.Sprintf("Mô hình tự quản số %d", i+1), "tỉnh", tree.Name(Province, Days.To), "ANTT", fmt.Sprintf("17/6/%d", 2011+i%5), "", ""}
		if i >= ProvinceModels {
			row[1], row[2] = "huyện", tree.Name(districts[i%len(districts)], Days.To)
		}
		if i%2 == 0 {
			row[5] = fmt.Sprintf("20/3/%d", 2016+i%3)
		}
		if i < ReplicatedModels {
			row[6] = fmt.Sprintf("5/5/%d; 6/6/2019", 2018)
		}
		rows = append(rows, row)
	}
	return sheet.Table{Name: "Mô hình", Rows: rows}
}
