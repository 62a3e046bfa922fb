import ArgumentParser

/// The root of all verbs.
struct Wsgimatrix: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wsgimatrix",
        abstract: "Provision and test every combination of Python, mod_wsgi, Apache mode and MongoDB topology.",
        discussion: """
            EXAMPLES
              wsgimatrix explain 3.13 4.9.4          can this pair work at all?
              wsgimatrix provision 3.13.5 6.1.1      build both, lay out a configuration
              wsgimatrix prebuild                    build all that a selection of cells needs
              wsgimatrix test 3.13.5 6.1.1           test it with PyMongo, and say what is wrong
              wsgimatrix plan                        which cells the default selection has, and what they cost
              wsgimatrix test --select generations   test many cells, side by side
              wsgimatrix serve 3.13.5 6.1.1          start Apache with it, on a free loopback port
              wsgimatrix serve --zero-loss 3.13 6.1  the same behind a front, so that it can be swapped
              wsgimatrix swap 3.11 6.1               swap what the front answers with, and lose no request
              wsgimatrix stop                        stop every Apache that `serve` started
              wsgimatrix activate 3.13.5 6.1.1       let an Apache of yours load it
              wsgimatrix load serial -n 1000 URL     send requests to any server
              wsgimatrix mongo start                 start a MongoDB, or its stand-in, alone
            """,
        version: "wsgimatrix 0.1.0",
        subcommands: [
            Provision.self, Prebuild.self, PlanVerb.self, Test.self, Serve.self, Swap.self, Status.self, Stop.self,
            Activate.self, Mongo.self, Load.self, Environment.self, Explain.self, List.self, Fetch.self, Cache.self,
            EmbeddedMongod.self, UnpackArchive.self,
        ])
}
