import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

/// Makes a cell's generation active and places a link and a file in `folder`, or takes that back.
func activate(_ cell: Cell?, in root: FilePath, placingInto folder: FilePath) async throws {
    let store = Store(layout: Layout(root: root), host: .current())
    guard let cell, let (generation, _) = try store.generation(of: cell) else {
        try await store.undoActivation()
        return
    }
    try await store.activate(
        generation,
        placing: [
            Placement(folder.appending("mod_wsgi_wsgimatrix.so"), .link(to: root.appending("active/mod_wsgi.so"))),
            Placement(folder.appending("wsgimatrix.load"), .text("Include \"\(root)/active/load.conf\"\n")),
        ])
}

// To be killed or refused at any system call. With a store's path alone it publishes one fixed small tree there, and prints
// the key and whether it was built. A folder and a cell, or `undo`, behind it: see `activate`.
let arguments = CommandLine.arguments.dropFirst().map { FilePath($0) }
guard [1, 3].contains(arguments.count) else { exitProcess(64) }
let thread = OneThread()
Task.detached(executorPreference: thread) {
    let console = Console.standard(environment: .current())
    do {
        if arguments.count == 3 {
            try await activate(Cell(arguments[2].string), in: arguments[0], placingInto: arguments[1])
            exitProcess(0)
        }
        let (entry, wasBuilt) = try await publish(into: arguments[0])
        console.print("\(entry.key) \(wasBuilt ? "built" : "found")")
        exitProcess(0)
    } catch {
        console.note("error: \(error)")
        exitProcess(1)
    }
}
thread.run()
