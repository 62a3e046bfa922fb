import ArgumentParser

/// The root of all verbs.
struct Wsgimatrix: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wsgimatrix",
        abstract: "Provision and test every combination of Python, mod_wsgi and Apache mode.",
        discussion: """
            EXAMPLES
              wsgimatrix explain 3.13 4.9.4          can this pair work at all?
              wsgimatrix provision 3.13.5 6.1.1      build both, lay out a configuration
              wsgimatrix serve 3.13.5 6.1.1          start Apache with it, on a free loopback port
              wsgimatrix stop                        stop every Apache that wsgimatrix started
            """,
        version: "wsgimatrix 0.1.0",
        subcommands: [
            Provision.self, Test.self, Serve.self, Status.self, Stop.self, Mongo.self, Load.self, Environment.self,
            Explain.self, List.self, Fetch.self, Cache.self, EmbeddedMongod.self, UnpackArchive.self,
        ])
}
