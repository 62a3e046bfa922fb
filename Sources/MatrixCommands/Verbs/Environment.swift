import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

struct Environment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Print a provisioned cell's environment, for `eval`.",
        discussion: """
            EXAMPLES
              eval "$(wsgimatrix env 3.13.5+6.1.1)"
              wsgimatrix env 3.13.5+6.1.1+embedded+prefork
            """)

    @Argument(help: "A cell: 3.13.5+6.1.1, with +daemon or +embedded and +event, +worker or +prefork behind it.")
    var cell: String
    @OptionGroup var store: StoreOptions

    func run() throws {
        let context = try store.context()
        let cell = try context.cell(named: cell)
        guard let (generation, _) = try context.store.generation(of: cell) else { throw StoreError.noGeneration(cell) }
        let text = try Files.readText(generation.folder.appending("environment"))
        context.host.console.print(String(text.trimmingSpaces()))
    }
}
