import ArgumentParser
import MatrixHost
import MatrixModel

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the cells that are provisioned, or all that the recipes know.",
        discussion: """
            EXAMPLES
              wsgimatrix list
              wsgimatrix list --available
            """)

    @Flag(help: "List every Python and mod_wsgi of the recipes, and which go together.") var available = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() throws {
        let context = try store.context()
        if available {
            try output.present(AvailableTable(context.recipes), on: context.host.console) { $0.text }
        } else {
            let cells = try ProvisionedList(store: context.store)
            try output.present(cells, on: context.host.console) { $0.text }
        }
    }
}
