import ArgumentParser
import MatrixHost
import MatrixMongod

/// The stand-in for `mongod`, with those of its options that a test needs.
struct EmbeddedMongod: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embedded-mongod",
        abstract: "Run a small server that speaks MongoDB's protocol: a stand-in for tests, not MongoDB.",
        discussion: """
            It takes mongod's own options and keeps everything in memory. A set is made by sending `replSetInitiate`
            to one of several servers that were started with the same `--replSet`.

            EXAMPLES
              wsgimatrix embedded-mongod --port 27017
              wsgimatrix embedded-mongod --port 0 --replSet rs0 --fork --logpath mongod.log --pidfilepath mongod.pid
            """)

    @OptionGroup var options: MongodOptions

    func run() async throws {
        let environment = HostEnvironment.current()
        let console = Console.standard(environment: environment)
        if options.showsVersion {
            console.print(MatrixMongod.EmbeddedMongod.versionText)
        } else if options.fork {
            try ForkedMongod(environment: environment, console: console).start()
        } else {
            try await MongodProcess(options: options, environment: environment, console: console).run()
        }
    }
}
