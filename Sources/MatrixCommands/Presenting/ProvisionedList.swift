import MatrixModel
import MatrixStore
import SystemPackage

/// The cells of a store with their newest generations.
struct ProvisionedList: Encodable {
    var cells: [Row]

    struct Row: Encodable {
        var cell: String
        var generation: Int
        var folder: String
    }

    init(store: Store) throws {
        cells = try store.provisionedCells().compactMap { cell in
            try store.generation(of: cell).map { generation, _ in
                Row(cell: cell.description, generation: generation.number, folder: generation.folder.string)
            }
        }
    }

    var text: String {
        guard !cells.isEmpty else { return "nothing is provisioned: `wsgimatrix provision 3.13.5 6.1.1` makes a start" }
        let rows = cells.map { [$0.cell, "\($0.generation)", $0.folder] }
        return TextTable(header: ["cell", "generation", "folder"], rows: rows).text
    }
}
