using System.Collections.Immutable;

namespace LlmGateway.Web.Components.Pages.Start;

/// <summary>First requests, ready to be run. Model names need no escaping: letters, digits, dots, hyphens and underscores.</summary>
public static class RequestSamples
{
    /// <summary>One chat request in each language.</summary>
    /// <param name="baseAddress">Address of the gateway, ending with a slash.</param>
    /// <param name="model">The model that is to answer.</param>
    public static ImmutableArray<RequestSample> For(string baseAddress, string model)
    {
        string api = $"{baseAddress}v1";
        return [new("curl", Curl(api, model)), new("Python", Python(api, model)), new("TypeScript", TypeScript(api, model)), new("C#", CSharp(api, model))];
    }

    private static string Curl(string api, string model) =>
        $$"""
        curl {{api}}/chat/completions \
          -H "Authorization: Bearer $(cat data/default.key)" \
          -H "Content-Type: application/json" \
          -d '{
            "model": "{{model}}",
            "messages": [{"role": "user", "content": "Hello!"}]
          }'
        """;

    private static string Python(string api, string model) =>
        $$"""
        # pip install openai
        import os
        from openai import OpenAI

        client = OpenAI(
            base_url="{{api}}",
            api_key=os.environ["LLMGW_API_KEY"],
        )
        answer = client.chat.completions.create(
            model="{{model}}",
            messages=[{"role": "user", "content": "Hello!"}],
        )
        print(answer.choices[0].message.content)
        """;

    private static string TypeScript(string api, string model) =>
        $$"""
        // npm install openai
        import OpenAI from "openai";

        const client = new OpenAI({
          baseURL: "{{api}}",
          apiKey: process.env.LLMGW_API_KEY,
        });
        const answer = await client.chat.completions.create({
          model: "{{model}}",
          messages: [{ role: "user", content: "Hello!" }],
        });
        console.log(answer.choices[0].message.content);
        """;

    private static string CSharp(string api, string model) =>
        $$"""
        // dotnet add package OpenAI
        using System.ClientModel;
        using OpenAI;
        using OpenAI.Chat;

        var key = Environment.GetEnvironmentVariable("LLMGW_API_KEY")!;
        var client = new ChatClient(
            "{{model}}",
            new ApiKeyCredential(key),
            new OpenAIClientOptions { Endpoint = new Uri("{{api}}") });
        ChatCompletion answer = await client.CompleteChatAsync("Hello!");
        Console.WriteLine(answer.Content[0].Text);
        """;
}
