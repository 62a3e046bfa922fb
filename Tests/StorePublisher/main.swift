import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

// Publishes one fixed small tree into the store at the given path, to be killed or refused at any system call. Prints
// the key and whether it was built.
guard CommandLine.arguments.count == 2 else { exitProcess(64) }
let thread = OneThread()
Task.detached(executorPreference: thread) {
    let console = Console.standard(environment: .current())
    do {
        let (entry, wasBuilt) = try await publish(into: FilePath(CommandLine.arguments[1]))
        console.print("\(entry.key) \(wasBuilt ? "built" : "found")")
        exitProcess(0)
    } catch {
        console.note("error: \(error)")
        exitProcess(1)
    }
}
thread.run()
